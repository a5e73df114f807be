"""What a search engine reads: schema.org's QAPage, complete, as JSON-LD.

Every property that the page can show is there: full texts, net votes, dates, authors with their pages, comments. Answers
that are not on this page are in `answerCount` all the same. What somebody hid is not there.
"""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from community.lib.markdown import plain_text

# A JSON text inside HTML must not be able to end its element.
_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def qa_page(question, thread) -> SafeString | str:
    """The QAPage of a public question as JSON for a script element; "" for what no search engine may show."""
    if not question.is_indexable:
        return ""
    address = settings.SITE_URL + question.get_absolute_url()
    asked = _post(question, question.title, address) | {
        "@type": "Question",
        "name": question.title,
        "answerCount": question.answer_count,
        "upvoteCount": question.me_too_count + question.imported_votes,
    }
    comments = _comments(thread.comments)
    if comments:
        asked |= {"commentCount": len(comments), "comment": comments}
    shown = [answer for answer in thread.answers if not answer.is_hidden]
    accepted = [_answer(answer, address) for answer in shown if answer.pk == question.solution_id]
    suggested = [_answer(answer, address) for answer in shown if answer.pk != question.solution_id]
    if accepted:
        asked["acceptedAnswer"] = accepted[0]
    if suggested:
        asked["suggestedAnswer"] = suggested
    page = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": asked}
    return to_script(page)


def to_script(data: dict) -> SafeString:
    """JSON that is safe inside <script type="application/ld+json">."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_SAFE))


def _answer(answer, address: str) -> dict:
    said = _post(answer, "", address) | {
        "@type": "Answer",
        "url": f"{address}#answer-{answer.pk}",
        "upvoteCount": answer.score,
    }
    comments = _comments(answer.comment_list)
    return said | {"commentCount": len(comments), "comment": comments} if comments else said


def _comments(comments) -> list[dict]:
    return [_post(each, "", "") | {"@type": "Comment"} for each in comments if not each.is_hidden]


def _post(post, title: str, address: str) -> dict:
    """What every post says of itself: its words, who, when, and in which language."""
    said = {
        "text": plain_text(post.body_html) or title,
        "inLanguage": post.language,
        "datePublished": post.created_at.isoformat(timespec="seconds"),
        "author": _author(post),
    }
    if post.edited_at is not None:
        said["dateModified"] = post.edited_at.isoformat(timespec="seconds")
    return said


def _author(post) -> dict:
    member = post.author
    return {
        "@type": "Person",
        "name": member.name,
        "url": settings.SITE_URL + member.get_absolute_url(),
    }

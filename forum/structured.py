"""What a search engine reads: schema.org's QAPage, complete, as JSON-LD.

Every property that the page can show is there: full texts, net votes, dates, authors with their pages, comments. Answers
that are not on this page are in `answerCount` all the same. What somebody hid is not there.
"""

import json
from functools import lru_cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from community.lib.markdown import plain_text

# A JSON text inside HTML must not be able to end its element.
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


# A page is often made anew for one new word on it; the words of the others are the same.
_words = lru_cache(maxsize=1000)(plain_text)


def qa_page(question, thread) -> SafeString | str:
    """The QAPage of a public question as JSON for a script element; "" for what no search engine may show."""
    if not question.is_indexable:
        return ""
    address = settings.SITE_URL + question.get_absolute_url()
    asked = {
        "@type": "Question",
        "name": question.title,
        "text": _words(question.body_html) or question.title,
        "url": address,
        "inLanguage": question.language,
        "datePublished": question.created_at.isoformat(timespec="seconds"),
        "dateModified": question.modified_at.isoformat(timespec="seconds"),
        "author": _person(question.author.name, question.author.username),
        "answerCount": question.answer_count,
        "upvoteCount": question.me_too_count + question.imported_votes,
    } | _comments(thread.comments)
    answers = [(row["is_solution"], _answer(row, address)) for row in thread.answers if row["hidden_at"] is None]
    accepted = [answer for is_solution, answer in answers if is_solution]
    suggested = [answer for is_solution, answer in answers if not is_solution]
    if accepted:
        asked["acceptedAnswer"] = accepted[0]
    if suggested:
        asked["suggestedAnswer"] = suggested
    return to_script({"@context": "https://schema.org", "@type": "QAPage", "mainEntity": asked})


def to_script(data: dict) -> SafeString:
    """JSON that is safe inside <script type="application/ld+json">."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return mark_safe(text)


def _answer(row: dict, address: str) -> dict:
    return (
        _post(row, "Answer")
        | {"url": f"{address}#answer-{row['id']}", "upvoteCount": row["score"]}
        | _comments(row["comments"])
    )


def _comments(rows: list[dict]) -> dict:
    shown = [_post(row, "Comment") for row in rows if row["hidden_at"] is None]
    return {"commentCount": len(shown), "comment": shown} if shown else {}


def _post(row: dict, kind: str) -> dict:
    """What an answer or a comment says of itself: its words, who, when, and in which language."""
    said = {
        "@type": kind,
        "text": _words(row["body_html"]),
        "inLanguage": row["language"],
        "datePublished": row["created_at"].isoformat(timespec="seconds"),
        "author": _person(row["author_name"], row["author__username"]),
    }
    if row["edited_at"] is not None:
        said["dateModified"] = row["edited_at"].isoformat(timespec="seconds")
    return said


def _person(name: str, username: str) -> dict:
    return {"@type": "Person", "name": name, "url": f"{settings.SITE_URL}/members/{username}/"}

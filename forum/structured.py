"""What a search engine reads of a question's page, as schema.org's types: QAPage or DiscussionForumPosting, and where it stands.

Every property that the page can show is there: full texts, net votes, dates, authors with their pages, comments. Answers
that are not on this page are in `answerCount` all the same. What somebody hid is not there.
"""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from community.lib import linked_data
from community.lib.indexing import absolute
from community.lib.markdown import plain_text
from community.members.models import has_page

# A page is often made anew for one new word on it; the words of the others are the same.
_words = lru_cache(maxsize=1000)(plain_text)
_PICTURES = re.compile(r'<img [^>]*?\bsrc="(/files/[^"]+)"')
_ALTS = re.compile(r'<img [^>]*?\balt="([^"]+)"')
# What a program posted must say so; without it, it would be taken for a person's words.
_BY_A_PROGRAM = "AlgorithmicMediaDigitalSource"


def of_page(question, thread) -> tuple[dict[str, Any], ...]:
    """The facts about the first page of a public question; () for what no search engine may show. No query."""
    if not question.is_indexable:
        return ()
    crumbs = linked_data.breadcrumbs(
        (_("Questions"), f"{settings.SITE_URL}/questions/"),
        (question.topic.name, f"{settings.SITE_URL}/topics/{question.topic.slug}/"),
        (question.title, settings.SITE_URL + question.get_absolute_url()),
    )
    if question.kind != question.Kind.QUESTION:
        return _discussion(question, thread), crumbs
    # A question that nobody has answered is found once enough people have it, but there is nothing to mark up.
    return (_qa_page(question, thread), crumbs) if question.is_answered or question.is_solved else (crumbs,)


def _qa_page(question, thread) -> dict[str, Any]:
    address = settings.SITE_URL + question.get_absolute_url()
    asked = _opening(question, "Question", address) | {
        "name": question.title,
        "answerCount": question.answer_count,
        "upvoteCount": question.me_too_count + question.imported_votes,
    }
    asked |= _comments(thread.comments)
    answers = [(row["is_solution"], _answer(row, address)) for row in thread.answers if row["hidden_at"] is None]
    accepted = [answer for is_solution, answer in answers if is_solution]
    suggested = [answer for is_solution, answer in answers if not is_solution]
    if accepted:
        asked["acceptedAnswer"] = accepted[0]
    if suggested:
        asked["suggestedAnswer"] = suggested
    return {"@type": "QAPage", "mainEntity": asked}


def _discussion(question, thread) -> dict[str, Any]:
    """An announcement or an open talk: what was answered are comments there, each with the comments on it."""
    address = settings.SITE_URL + question.get_absolute_url()
    replies = [
        _post(row, "Comment")
        | {"url": f"{address}#answer-{row['id']}"}
        | _likes(row["score"])
        | _comments(row["comments"])
        for row in thread.answers
        if row["hidden_at"] is None
    ]
    said = _opening(question, "DiscussionForumPosting", address) | {
        "headline": question.title,
        "mainEntityOfPage": address,
        "articleSection": question.topic.name,
        "commentCount": question.answer_count + len(thread.comments),
    }
    said |= _likes(question.me_too_count)
    comments = [*_comments(thread.comments).get("comment", []), *replies]
    return said | ({"comment": comments} if comments else {})


def _opening(question, kind: str, address: str) -> dict[str, Any]:
    """What a question and a discussion say alike of themselves."""
    author = question.author
    return {
        "@type": kind,
        "text": _words(question.body_html) or question.title,
        "url": address,
        "inLanguage": question.language,
        "datePublished": question.created_at,
        "dateModified": question.modified_at,
        "author": _author(author.name, author.username, author.has_page),
    } | _made_of(question.body_html, author.is_automatic)


def _answer(row: dict, address: str) -> dict[str, Any]:
    return (
        _post(row, "Answer")
        | {"url": f"{address}#answer-{row['id']}", "upvoteCount": row["score"]}
        | _comments(row["comments"])
    )


def _comments(rows: list[dict]) -> dict[str, Any]:
    shown = [_post(row, "Comment") for row in rows if row["hidden_at"] is None]
    return {"commentCount": len(shown), "comment": shown} if shown else {}


def _post(row: dict, kind: str) -> dict[str, Any]:
    """What an answer or a comment says of itself: its words, who, when, and in which language."""
    known = has_page(row["author__is_active"], row["author__last_seen_on"])
    said = {
        "@type": kind,
        "text": _words(row["body_html"]) or " ".join(_ALTS.findall(row["body_html"])) or "…",
        "inLanguage": row["language"],
        "datePublished": row["created_at"],
        "author": _author(row["author_name"], row["author__username"], known),
    }
    if row["edited_at"] is not None:
        said["dateModified"] = row["edited_at"]
    return said | _made_of(row["body_html"], row["author__is_automatic"])


def _author(name: str, username: str, has_a_page: bool) -> dict[str, Any]:
    return linked_data.person(name, absolute(f"/members/{username}/") if has_a_page else "")


def _made_of(html: str, by_a_program: bool) -> dict[str, Any]:
    """The pictures in it, and whether a program wrote it."""
    said: dict[str, Any] = {}
    if "<img " in html and (pictures := _PICTURES.findall(html)):
        said["image"] = [settings.SITE_URL + path for path in pictures]
    if by_a_program:
        said["digitalSourceType"] = _BY_A_PROGRAM
    return said


def _likes(number: int) -> dict[str, Any]:
    return {
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": number,
        }
    }

"""Google's tables for structured data, as checks: what a page says of itself, and what is wrong or missing in it."""

import json
import re
from collections.abc import Iterator
from html import unescape

from django.utils.dateparse import parse_datetime

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
REQUIRED = {
    "QAPage": ("mainEntity",),
    "Question": ("name", "answerCount"),
    "Answer": ("text",),
    "Comment": ("text",),
    "DiscussionForumPosting": ("author", "datePublished", "text"),
    "ProfilePage": ("mainEntity",),
    "BreadcrumbList": ("itemListElement",),
    "Person": ("name",),
}
# What a page of ours always shows of such a thing, so that nothing excuses its absence.
RECOMMENDED = {
    "Question": ("text", "author", "datePublished", "dateModified", "upvoteCount", "url"),
    "Answer": ("url", "author", "datePublished", "upvoteCount"),
    "Comment": ("author", "datePublished"),
    "DiscussionForumPosting": ("headline", "url", "dateModified", "commentCount", "interactionStatistic"),
    "ProfilePage": ("dateCreated",),
    "TechArticle": ("headline", "datePublished", "dateModified", "author", "publisher", "image"),
}
COUNTS = ("answerCount", "upvoteCount", "commentCount", "userInteractionCount")
DATES = ("datePublished", "dateModified", "dateCreated")


def data_of(html: str) -> list[dict]:
    """Every thing that the page states, in its order."""
    found = []
    for text in SCRIPT.findall(html):
        read = json.loads(text)
        found += read if isinstance(read, list) else [read]
    return found


def one_of(html: str, kind: str) -> dict:
    (found,) = (thing for thing in data_of(html) if thing["@type"] == kind)
    return found


def things_in(data) -> Iterator[dict]:
    """Every thing in `data`, and in those in it."""
    if isinstance(data, list):
        for each in data:
            yield from things_in(each)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        for value in data.values():
            yield from things_in(value)


def flaws_in(html: str) -> list[str]:
    """What Google's tables find wrong or missing in what the page states of itself; [] for a page without a flaw."""
    flaws = []
    for thing in things_in(data_of(html)):
        kind = thing["@type"]
        flaws += [f"{kind} lacks {name}" for name in REQUIRED.get(kind, ()) if thing.get(name) in (None, "", [])]
        flaws += [f"{kind} should have {name}" for name in RECOMMENDED.get(kind, ()) if thing.get(name) in (None, "")]
        flaws += [f"{kind}: {name} is no number" for name in COUNTS if name in thing and type(thing[name]) is not int]
        flaws += [f"{kind}: {name} is no date" for name in DATES if name in thing and not _is_date(thing[name])]
        if {"datePublished", "dateModified"} <= thing.keys() and thing["dateModified"] < thing["datePublished"]:
            flaws.append(f"{kind} changed before it was there")
        if kind == "Question" and not ("acceptedAnswer" in thing or "suggestedAnswer" in thing):
            flaws.append("Question has no answer to show")
    return flaws


def flaws_of_question(html: str) -> list[str]:
    """Also whether a QAPage agrees with what a person reads on the page."""
    page = one_of(html, "QAPage")
    question = page["mainEntity"]
    flaws = flaws_in(html)
    if not isinstance(question, dict):
        return [*flaws, "more than one question"]
    answers = [*filter(None, [question.get("acceptedAnswer")]), *question.get("suggestedAnswer", [])]
    shown = re.findall(r'<article[^>]*\bid="answer-(\d+)"', html)
    stated = [answer["url"].rpartition("#answer-")[2] for answer in answers]
    if sorted(stated) != sorted(shown):
        flaws.append(f"states the answers {stated}, shows {shown}")
    if question["answerCount"] < len(answers):
        flaws.append("counts fewer answers than it states")
    heading = unescape(re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1])).strip()
    if " ".join(heading.split()) != " ".join(question["name"].split()):
        flaws.append("is called otherwise than its heading")
    comments = len(re.findall(r'\bid="comment-\d+"', html))
    if comments != sum(thing["@type"] == "Comment" for thing in things_in(page)):
        flaws.append(f"shows {comments} comments, and states others")
    for thing in things_in(page):
        if thing.get("commentCount", 0) != len(thing.get("comment", [])):
            flaws.append(f"{thing['@type']} counts other comments than it states")
    return flaws


def _is_date(text) -> bool:
    moment = parse_datetime(text) if isinstance(text, str) else None
    return moment is not None and moment.tzinfo is not None

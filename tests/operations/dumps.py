"""Makes small Stack Exchange dumps for tests."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


def write_rows(folder: Path, name: str, rows: list[dict], *, head: str = "") -> Path:
    """Write one file; a row is its attributes. Returns the path."""
    root = name.removesuffix(".xml").lower()
    lines = [
        "  <row " + " ".join(f"{key}={quoteattr(str(value), {chr(10): '&#xA;'})}" for key, value in row.items()) + " />"
        for row in rows
    ]
    path = folder / name
    path.write_text(
        f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n{head}<{root}>\n' + "\n".join(lines) + f"\n</{root}>",
        encoding="utf-8",
    )
    return path


def question(number: int, **attributes) -> dict:
    return {
        "Id": number,
        "PostTypeId": 1,
        "CreationDate": "2014-01-21T20:26:05.383",
        "Score": 3,
        "ViewCount": 40,
        "Body": f"<p>Body of question {number}.</p>\n",
        "OwnerUserId": 1,
        "LastActivityDate": "2014-02-01T10:00:00.000",
        "Title": f"What about number {number}?",
        "Tags": "<hops>",
        **attributes,
    }


def answer(number: int, to: int, **attributes) -> dict:
    return {
        "Id": number,
        "PostTypeId": 2,
        "ParentId": to,
        "CreationDate": "2014-01-22T08:00:00.000",
        "Score": 2,
        "Body": f"<p>Answer {number}.</p>",
        "OwnerUserId": 2,
        "LastActivityDate": "2014-01-22T08:00:00.000",
        **attributes,
    }


def user(number: int, name: str) -> dict:
    return {"Id": number, "DisplayName": name, "CreationDate": "2014-01-20T00:00:00.000", "Reputation": 101}


def comment(number: int, on: int, **attributes) -> dict:
    return {
        "Id": number,
        "PostId": on,
        "Score": 0,
        "Text": f"Comment {number} & more",
        "CreationDate": "2014-01-23T09:00:00.000",
        "UserId": 1,
        **attributes,
    }


def vote(number: int, post: int, kind: int = 2) -> dict:
    return {"Id": number, "PostId": post, "VoteTypeId": kind, "CreationDate": "2014-01-21T00:00:00.000"}


def link(number: int, post: int, related: int, kind: int = 3) -> dict:
    return {
        "Id": number,
        "CreationDate": "2014-01-21T21:04:25.230",
        "PostId": post,
        "RelatedPostId": related,
        "LinkTypeId": kind,
    }

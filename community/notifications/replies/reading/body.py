"""The text of a mail: its plain part, or its HTML as Markdown where it has no other."""

import codecs
import re

from community.notifications.replies.reading.html import text_of_html
from community.notifications.replies.reading.lines import unflowed

LONGEST, MOST_LINES = 100_000, 5_000  # characters and lines that are looked at
LONGEST_HTML = 250_000  # most of it is style
# What programs call a character set, and what they really write.
_REALLY = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
}
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\ufffc]")


def text_of(mime) -> str:
    """All plain parts that are no attachments, in their order: a photo in the middle of a mail cuts its text in two."""
    plain = "\n".join(_plain(part) for part in _parts(mime, "text/plain"))
    if not plain.strip():
        plain = "\n".join(text_of_html(_decoded(part)[:LONGEST_HTML]) for part in _parts(mime, "text/html"))
    return tidy(plain[:LONGEST])


def tidy(text: str) -> str:
    """Lines that end with a newline, without what cannot be seen."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # half characters are in some broken mails
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "\n".join(line.rstrip() for line in _INVISIBLE.sub("", text).split("\n")[:MOST_LINES])


def _parts(mime, content_type: str):
    """The parts of that type, but for attachments and for mails that are attached."""
    if mime.get_content_type() == "message/rfc822" or mime.is_attachment():
        return
    if mime.is_multipart():
        for part in mime.iter_parts():
            yield from _parts(part, content_type)
    elif mime.get_content_type() == content_type:
        yield mime


def _plain(part) -> str:
    text = _decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decoded(part) -> str:
    """The text in the character set that it says; in the likeliest, where it says nothing or something unknown."""
    payload = part.get_payload(decode=True) or b""
    said = (part.get_content_charset() or "utf-8").lower()
    for charset in (_REALLY.get(said, said), "utf-8", "cp1252"):
        try:
            return codecs.decode(payload, charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return payload.decode("latin-1")

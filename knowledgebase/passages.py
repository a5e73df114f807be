"""Cut what somebody wrote into passages: sentences of prose, and whole blocks of code."""

import re
from html.parser import HTMLParser

# A sentence ends at . ! ? or … (and a closing quote or bracket) when something that can begin a sentence follows.
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)\]]))\s+(?=[\"'“‘(\[]*[^\Wa-z])")
# What is no sentence of its writer: headings, cells, code, and the words of somebody else.
_ASIDE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "blockquote"})
_PROSE = frozenset({"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt", "blockquote", "div"})


def passages_of(html: str) -> list[str]:
    """The passages of rendered HTML, in order, as plain text with single spaces; none is empty."""
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    cutter.end_block()
    return cutter.passages


def sentences_of(html: str) -> list[str]:
    """Those passages that may be quoted alone: neither headings nor cells of tables, code or quoted words."""
    cutter = _Cutter(skips=_ASIDE)
    cutter.feed(html)
    cutter.close()
    cutter.end_block()
    return cutter.passages


def same_words(text: str) -> str:
    """`text` for comparing: without white space, so that line breaks and markup make no difference."""
    return "".join(text.split())


class _Cutter(HTMLParser):
    def __init__(self, skips: frozenset[str] = frozenset()):
        super().__init__(convert_charrefs=True)
        self.skips = skips
        self._depth = 0  # of tags that are skipped
        self.passages: list[str] = []
        self._words: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag, attrs):
        if tag in _PROSE or tag == "pre":
            self.end_block()
            self._in_code = tag == "pre"
        if tag in self.skips:
            self.end_block()
            self._depth += 1
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag):
        if tag in _PROSE or tag == "pre":
            self.end_block()
        if tag in self.skips:
            self._depth -= 1

    def handle_data(self, data):
        if not self._depth:
            self._words.append(data)

    def end_block(self):
        text = " ".join("".join(self._words).split())
        if text:
            self.passages += [text] if self._in_code else _SENTENCE_END.split(text)
        self._words, self._in_code = [], False

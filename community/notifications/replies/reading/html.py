"""HTML that somebody's mail program made, as Markdown."""

import re

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, MarkdownConverter

# What programs put around what is answered, and around signatures.
_ANSWERED = (
    ".gmail_attr", ".yahoo_quoted", ".protonmail_quote > .gmail_attr", ".moz-cite-prefix", ".moz-email-headers-table",
    "#mail-editor-reference-message-container", "[name=messageReplySection]", "#quoted_header",
)  # fmt: skip
_SIGNATURES = (
    ".gmail_signature", ".gmail_signature_prefix", ".moz-signature", "#Signature", "#signature", "#AppleMailSignature",
    "#ms-outlook-mobile-signature", "#ymail_android_signature", ".protonmail_signature_block", "#composer_signature",
    "[data-smartmail=gmail_signature]", "[name=messageSignatureSection]", "#lineBreakAtBeginningOfSignature",
)  # fmt: skip
# From here on everything is what is answered, though nothing is around it.
_FROM_HERE_ON = ("#divRplyFwdMsg", "#appendonsend", "#stopSpelling", "[data-marker=__QUOTED_TEXT__]")
_OUTLOOK_LINE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#[0-9A-F]{6}\s+1\.0pt", re.IGNORECASE)
_NO_MARGIN = re.compile(r"margin:\s*0(px|pt|cm|in)?(?![.\d])|margin-bottom:\s*0", re.IGNORECASE)
_TALL_GAP = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_HIDDEN = re.compile(r"display:\s*none", re.IGNORECASE)


def text_of_html(html: str) -> str:
    """The text, with quotes as `>` lines, bold, lists and links as Markdown, and without pictures."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup(["head", "style", "script", "title", "img", "object", "form", "hr"]):
        tag.decompose()
    for tag in soup.find_all(style=_HIDDEN):
        tag.decompose()
    for selector in _FROM_HERE_ON:
        for tag in soup.select(selector):
            _cut_from(tag)
    for tag in soup.find_all(style=_OUTLOOK_LINE):
        _cut_from(tag)
    for selector in (*_ANSWERED, *_SIGNATURES):
        for tag in soup.select(selector):
            tag.decompose()
    lines = _Lines(heading_style=ATX, bullets="-", escape_asterisks=False, escape_underscores=False)
    try:
        text = lines.convert_soup(soup)
    except RecursionError:  # nested hundreds deep: nobody's words, but no reason to fail
        text = soup.get_text("\n")
    return _TALL_GAP.sub("\n\n", text)


def _cut_from(tag: Tag) -> None:
    """Take the tag away and all that comes after it."""
    if tag.decomposed:
        return
    for later in list(tag.find_all_next()):
        if not later.decomposed and later not in tag.parents:
            later.decompose()
    for text in list(tag.find_all_next(string=True)):
        text.extract()
    tag.decompose()


class _Lines(MarkdownConverter):
    """In mails a `div` is a line, and so is a paragraph without a margin."""

    def convert_div(self, el, text, parent_tags):
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        words = text.strip("\n")
        return f"\n{words}\n" if words.strip() else "\n\n"

    def convert_p(self, el, text, parent_tags):
        if "MsoNormal" in (el.get("class") or ()) or _NO_MARGIN.search(el.get("style") or ""):
            return self.convert_div(el, text, parent_tags)
        return super().convert_p(el, text, parent_tags)

    def convert_span(self, el, text, parent_tags):
        return text

    def convert_a(self, el, text, parent_tags):
        """A link whose words are its address is the address."""
        href = el.get("href") or ""
        plain = text.strip()
        if not href.startswith(("http:", "https:")) or plain.rstrip("/") in (
            href.rstrip("/"),
            href.split("//")[-1].rstrip("/"),
        ):
            return text
        return super().convert_a(el, text, parent_tags)

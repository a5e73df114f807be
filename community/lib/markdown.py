"""Markdown to safe HTML, once, when it is written.

Two steps that trust each other with nothing: markdown-it-py renders with raw HTML switched off, then nh3 lets through only
what the allow-list below names. Imported HTML goes through the second step alone. A picture from another host becomes a
link, so that reading a page never tells a third party about it. Our own (`community.lib.pictures`) is shown small, and leads to
the whole of it. One that stands alone in its paragraph and has a title (`![words](address "title")`) has that below it.

A video of our own is written as a picture is. In an article, alone in its paragraph, it is a player; elsewhere a link.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from community.lib import pictures
from community.lib.conditions import conditions_plugin
from community.lib.mentions import mentions_plugin

_WORDS = "a abbr b blockquote br code dd del div dl dt em hr i img input ins kbd label li ol p pre q s samp small span"
_MORE = "figcaption figure strike strong sub sup table tbody td tfoot th thead tr u ul var h2 h3 h4 h5 h6"
TAGS = {*_WORDS.split(), *_MORE.split()}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
    **{tag: {"class"} for tag in ("code", "div", "li", "span", "ul")},
}
_ANCHORS = {tag: {"id"} for tag in ("h2", "h3", "h4", "h5", "h6")}
_CONDITIONS = {"div": {"class", "data-platform", "data-version"}}
_CLASSES = re.compile(r"^(highlight|contains-task-list|task-list-item(-checkbox)?|[a-z]{1,2}[a-z0-9]?)$")
_LINES = (
    (re.compile(r"<br ?/?>\n?"), "\n"),
    (re.compile(r"<li\b[^>]*>\s*"), "- "),
    (re.compile(r"</t[dh]>\s*"), " "),
    (re.compile(r"</(?:p|pre|blockquote|figcaption|figure|ul|ol|table|h[1-6])>\s*"), "\n\n"),
)
_STYLE_ALIGN = re.compile(r' style="text-align:(left|right|center)"')
_INSIDE_WORDS = "a|abbr|b|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|u|var"
_TAG_INSIDE_WORDS = re.compile(rf'</?(?:{_INSIDE_WORDS})(?:\s[^>"]*(?:"[^"]*"[^>"]*)*)?>')
_ANY_TAG = re.compile(r'<[^>"]*(?:"[^"]*"[^>"]*)*>')
_INSIDE = r'(?:[^>"]|"[^"]*")*'
_LINK_OR_IMAGE = re.compile(rf"<a\b{_INSIDE}>|</a>|<img\b{_INSIDE}>")
_IMAGE = re.compile(rf"<img\b{_INSIDE}>")
_ALONE = re.compile(rf"<p>(?P<link><a\b{_INSIDE}>)?(?P<image><img\b{_INSIDE}>)(?(link)</a>)</p>")
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"]*)"')
_FILM = re.compile(
    rf'<figure class="film"><video\b{_INSIDE}\ssrc="(?P<address>[^"]*)"></video>'
    r"<figcaption>(?P<words>[^<]*)</figcaption></figure>"
)
_OWN_LINK = re.compile(r'^(<a\b[^>]*?\bhref="(/(?!/)[^"]*)")')
_OWN_ADDRESS = re.compile(r'\b(href|poster|src)="/(?!/)')
_LINK_RELATION = "ugc nofollow noopener"


def render(
    source: str,
    *,
    headings_from: int = 3,
    anchors: bool = False,
    people: Mapping[str, str] | None = None,
    platforms: Mapping[str, str] | None = None,
) -> SafeString:
    """Safe HTML of Markdown. The highest heading becomes `h{headings_from}`, since the page has its own above it.

    `people` are addresses by lower-case name: where one is named (`@hana`), the name leads there.

    `anchors` gives headings an id to link to: for articles only, since posts share a page and ids must be unique there.
    With them, blocks may hold for some `platforms` (names by slug) or versions only (`community.lib.conditions`).
    """
    markdown = _ARTICLES if anchors else _MARKDOWN
    env: dict = {"people": people or {}, "platforms": platforms or {}}
    tokens = markdown.parse(source, env)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + headings_from - 1, 6)}"
    html = markdown.renderer.render(tokens, markdown.options, env)
    return sanitise(_STYLE_ALIGN.sub(r' align="\1"', html), anchors=anchors)


def names_in(source: str) -> list[str]:
    """The lower-case names that Markdown mentions, in their order: whether there are such people is not known here."""
    if "@" not in source:
        return []
    named: list[str] = []
    _MARKDOWN.parse(source, {"named": named})
    return named


def sanitise(html: str, *, anchors: bool = False) -> SafeString:
    """HTML from elsewhere with only the allowed tags, attributes and link schemes; pictures from other hosts as links."""
    clean = nh3.clean(
        without_players(html),
        tags=TAGS,
        attributes=ATTRIBUTES | _ANCHORS | _CONDITIONS if anchors else ATTRIBUTES,
        attribute_filter=_only_known_in_articles if anchors else _only_known_values,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=_LINK_RELATION,
        clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "svg", "math"},
    )
    if "<img" in clean:
        clean = _ALONE.sub(_video_or_figure if anchors else _figure, clean)
    return mark_safe(_each_picture(clean, _own_picture_or_link))


def videos_in(html: str) -> list[str]:
    """The names of the videos that rendered HTML shows, in their order."""
    if "<video" not in html:
        return []
    return [own.name for match in _FILM.finditer(html) if (own := pictures.at(match["address"]))]


def each_video(html: str, make: Callable[[str, str], str]) -> str:
    """Rendered HTML in which each player is what `make` makes of the video's name and the words below it, which are escaped.

    Where it makes nothing of it, the player stays.
    """
    if "<video" not in html:
        return html

    def look(match: re.Match[str]) -> str:
        own = pictures.at(match["address"])
        return (own is not None and make(own.name, match["words"])) or match[0]

    return _FILM.sub(look, html)


def excerpt(html: str, length: int = 200) -> str:
    """The first words of rendered HTML as plain text, at most `length` characters, with an ellipsis where it was cut."""
    words = plain_text(html)
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    return cut[: max(cut.rfind(" "), length // 2)].rstrip(" ,.;:-") + "…"


def plain_text(html: str) -> str:
    """The words of rendered HTML with single spaces, for indexes, feeds and mail subjects.

    Only for what this module rendered or sanitised: there, every tag is well formed, and two patterns do what a parser would.
    """
    html = _IMAGE.sub(_description, html) if "<img" in html else html
    return " ".join(unescape(_ANY_TAG.sub(" ", _TAG_INSIDE_WORDS.sub("", html))).split())


def plain_lines(html: str) -> str:
    """The words of rendered HTML as plain text that keeps its paragraphs and lines, for mails."""
    html = _IMAGE.sub(_description, html)
    for pattern, instead in _LINES:
        html = pattern.sub(instead, html)
    lines = (" ".join(line.split()) for line in unescape(strip_tags(html)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def for_elsewhere(html: str, site: str, *, pictures: bool) -> SafeString:
    """Rendered HTML for a reader that is no page of ours, a mail or a feed: our addresses begin with that of the site.

    Without `pictures` they become links with their description: a mail must show nothing that its reader has to fetch.
    """
    html = without_players(html)
    if not pictures:
        html = _each_picture(html, _link_to_picture)
    return mark_safe(_ANY_TAG.sub(lambda tag: _OWN_ADDRESS.sub(rf'\1="{site}/', tag[0]), html))


def for_paper(html: str, site: str) -> SafeString:
    """Rendered HTML whose links to pages of ours say in `data-paper` where they lead to: on paper a path is no address."""
    return mark_safe(_ANY_TAG.sub(lambda tag: _OWN_LINK.sub(rf'\1 data-paper="{site}\2"', tag[0]), html))


def without_players(html: str) -> str:
    """Rendered HTML whose videos are links, for where no player belongs: a mail, a feed, a page of somebody else."""
    return each_video(html, lambda name, words: f'<p><a href="/files/{name}">{words}</a></p>')


def _only_known_values(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(name for name in value.split() if _CLASSES.match(name)) or None
    if tag == "input" and attribute == "type":
        return "checkbox" if value == "checkbox" else None
    return value


def _only_known_in_articles(tag: str, attribute: str, value: str) -> str | None:
    if tag == "div" and attribute == "class" and value in ("only", "only__label"):
        return value
    return _only_known_values(tag, attribute, value)


def _each_picture(html: str, make: Callable[[dict[str, str], bool], str]) -> str:
    """HTML in which each picture is what `make` makes of its attributes, which stay escaped, and of whether it is a link."""
    if "<img" not in html:
        return html
    in_link = False

    def look(match: re.Match[str]) -> str:
        nonlocal in_link
        if not match[0].startswith("<img"):
            in_link = match[0] != "</a>"
            return match[0]
        return make(dict(_ATTRIBUTE.findall(match[0])), in_link)

    return _LINK_OR_IMAGE.sub(look, html)


def _figure(match: re.Match[str]) -> str:
    """A picture of our own that is alone in its paragraph, with what its title says below it."""
    attributes = dict(_ATTRIBUTE.findall(match["image"]))
    own, title = pictures.at(attributes.get("src", "")), attributes.get("title", "").strip()
    if own is None or own.is_video or not title:
        return match[0]
    image = match["image"].replace(f' title="{attributes["title"]}"', "")
    link, end = (match["link"], "</a>") if match["link"] else ("", "")
    return f"<figure>{link}{image}{end}<figcaption>{escape(unescape(title))}</figcaption></figure>"


def _video_or_figure(match: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(match["image"]))
    own = pictures.at(attributes.get("src", ""))
    if own is None or not own.is_video:
        return _figure(match)
    words = attributes.get("alt", "").strip() or escape(_("Video"))
    poster = own.shown
    return (
        f'<figure class="film"><video controls preload="metadata" playsinline width="{poster.width}" '
        f'height="{poster.height}" poster="{poster.address}" aria-label="{words}" src="/files/{own.name}"></video>'
        f"<figcaption>{escape(unescape(attributes.get('title', '').strip() or words))}</figcaption></figure>"
    )


def _own_picture_or_link(attributes: dict[str, str], in_link: bool) -> str:
    """Our own picture, small, with a link to the whole; another one, and a video, as a link, and in a link as its words."""
    source, words = attributes.get("src", ""), attributes.get("alt", "").strip()
    own = pictures.at(source)
    if own is not None and own.is_video:
        words = words or escape(_("Video"))
        return words if in_link else f'<a href="/files/{own.name}">{words}</a>'
    if own is not None:
        shown = own.shown
        title = f' title="{attributes["title"]}"' if "title" in attributes else ""
        image = (
            f'<img loading="lazy" decoding="async" src="{shown.address}" width="{shown.width}" height="{shown.height}"'
            f' alt="{words or escape(_("Picture"))}"{title}>'
        )
        return image if in_link or shown == own else f'<a href="{own.address}">{image}</a>'
    if in_link or not source.startswith(("http://", "https://")):
        return words
    return f'<a href="{source}" rel="{_LINK_RELATION}">{words or source}</a>'


def _link_to_picture(attributes: dict[str, str], in_link: bool) -> str:
    own = pictures.at(attributes.get("src", ""))
    words = attributes.get("alt") or escape(_("Picture"))
    return words if own is None or in_link else f'<a href="{own.address}">{words}</a>'


def _description(match: re.Match[str]) -> str:
    return f" {dict(_ATTRIBUTE.findall(match[0])).get('alt', '')} "


def _highlighted(code: str, language: str, _attributes: str) -> str:
    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return f"<pre><code>{escape(code)}</code></pre>"
    inner = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return f'<pre><code class="highlight">{inner}</code></pre>'


def _parser() -> MarkdownIt:
    return (
        MarkdownIt("gfm-like", {"html": False, "linkify": True, "breaks": True, "highlight": _highlighted})
        .use(tasklists_plugin, label=True)
        .use(mentions_plugin)
        .use(anchors_plugin, min_level=1, max_level=4, slug_func=slugify)
    )


_MARKDOWN = _parser()
_ARTICLES = _parser().use(conditions_plugin)

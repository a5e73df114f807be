"""The smallest parts of a page as template tags: icon, lamp, avatar, time, sparkline.

They are tags and not includes because a page holds a hundred of them. Registered as a builtin, so templates
load nothing.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.base import token_kwargs
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.lib.markdown import for_paper as links_for_paper

register = template.Library()

LAMP_WORDS = {
    "dim": _("No answer yet"),
    "warm": _("Answered"),
    "lit": _("Solved"),
}
HUES = 12
_SECTIONS = {
    "": "home",
    "questions": "questions",
    "topics": "questions",
    "tags": "questions",
    "kb": "kb",
    "advocates": "advocates",
}
_MARK = "\ue0fe"  # for private use: in no text that a page shows
TURNS = {"chevron-start", "chevron-end", "arrow-start", "arrow-end", "hand-off", "logout"}


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> SafeString:
    """One icon of the sprite, silent for screen readers. size is "" or "large"."""
    classes = "icon" + (f" icon--{size}" if size else "") + (" icon--turns" if name in TURNS else "")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, _sprite(), name)


@register.simple_tag
def lamp(state: str, word: str | None = None, size: str = "") -> SafeString:
    """The lamp of a question: state dim, warm or lit.

    The word beside it is the state's own unless another is given; word="" leaves it out, for places where
    the word already stands next to the lamp. size is "", "large" or "huge".
    """
    return _lamp(state, str(LAMP_WORDS.get(state, "")) if word is None else str(word), size)


@register.simple_tag
def avatar(who: Any, size: str = "") -> SafeString:
    """Two letters on a hue: of a member, or of a name. Silent for screen readers: the name stands beside it.

    size is "", "small" or "large".
    """
    letters, hue = (letters_of(who), hue_of(who)) if isinstance(who, str) else (who.initials, who.hue)
    size = f" avatar--{size}" if size else ""
    return format_html('<span class="avatar avatar--hue-{}{}" aria-hidden="true">{}</span>', hue, size, letters)


@register.simple_tag
def byline(username: str, name: str, rank: str = "", title: str = "") -> SafeString:
    """Who wrote a post of a long thread: components/_author.html in one step, without the time."""
    return _byline(username, name, rank, title)


@register.tag
def fixed(parser, token) -> "FixedNode":
    """{% fixed value… with name=value… %} … {% endfixed %}: the same for everybody who reads this language.

    Rendered once a process for the values, on which it depends beside the language. What comes after `with` only stands in it,
    as `{{ name }}`: it is put in each time, escaped. Nothing else inside may be about the person who reads.
    """
    bits = token.split_contents()[1:]
    at = bits.index("with") if "with" in bits else len(bits)
    gaps = token_kwargs(bits[at + 1 :], parser)
    values = [parser.compile_filter(bit) for bit in bits[:at]]
    nodes = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodes, values, gaps)


class FixedNode(template.Node):
    """Keeps what it rendered, for as long as the template itself is kept: as pieces between the gaps."""

    MOST = 500  # faces kept of one block; more than that is no fixed block

    def __init__(self, nodelist, values, gaps):
        self.nodelist, self._values, self._gaps = nodelist, values, gaps
        self._kept: dict[tuple, list[str]] = {}

    def render(self, context) -> SafeString:
        key = (get_language(), *(value.resolve(context) for value in self._values))
        pieces = self._kept.get(key)
        if pieces is None:
            if len(self._kept) >= self.MOST:
                self._kept.clear()
            pieces = self._kept[key] = self._pieces(context)
        if len(pieces) == 1:
            return mark_safe(pieces[0])
        said = {name: conditional_escape(value.resolve(context)) for name, value in self._gaps.items()}
        return mark_safe("".join(said[piece] if at % 2 else piece for at, piece in enumerate(pieces)))

    def _pieces(self, context) -> list[str]:
        """Text, the name of a gap, text, and so on: what stands in a gap is rendered as a mark that no text has."""
        with context.push(**{name: mark_safe(f"{_MARK}{name}{_MARK}") for name in self._gaps}):
            return self.nodelist.render(context).split(_MARK)


@register.simple_tag
def when(moment: datetime | None, style: str = "relative") -> SafeString | str:
    """A moment as <time>, in full and localised; browsers make it relative ("3 hours ago").

    style="due" becomes a weekday and an hour; "date" and "full" stay as they are written. Cached pages hold no
    relative words, which is why the server writes none.
    """
    if moment is None:
        return ""
    return _time_element(moment, style, get_language(), timezone.get_current_timezone_name())


@register.simple_tag
def control(field: BoundField, words: str = "") -> SafeString:
    """The control of a form field, without a placeholder that only repeats the label (or the `words` instead of it)."""
    attributes = field.field.widget.attrs
    if words or str(field.label).casefold() in str(attributes.get("placeholder", "")).casefold():
        attributes.pop("placeholder", None)
    return field.as_widget()


@register.filter
def section(path: str) -> str:
    """Which door of the main navigation an address lies behind; "" for none. For `{{ request.path|section }}`."""
    first = str(path).strip("/").split("/", 1)[0]
    return _SECTIONS.get(first, "")


@register.filter
def for_paper(html: str) -> SafeString:
    """Rendered words whose links can be printed as whole addresses. In place of `|safe`, for HTML that was made safe."""
    return links_for_paper(html, settings.SITE_URL)


@register.simple_tag
def site_name() -> str:
    """What the community is called.

    A tag and no variable: error pages and mails have no context, and allauth's pages bring a `site` of their own.
    """
    return settings.SITE_NAME


@register.simple_tag
def site_url() -> str:
    """The address of the community, without a slash at its end."""
    return settings.SITE_URL


@register.simple_tag
def lamp_picture(state: str) -> str:
    """The address of the lamp as a picture, for mails: whole, since a mail stands on no site."""
    return urljoin(settings.SITE_URL + "/", static(f"mail/lamp-{state}.png"))


@register.simple_tag
def sparkline(values: list[float], label: str = "") -> SafeString:
    """A small line of values, 100 wide and 30 high, stretched to the tile it stands in."""
    numbers = [float(value or 0) for value in values]
    if len(numbers) < 2:
        return mark_safe("")
    low, high = min(0.0, *numbers), max(numbers)
    reach = (high - low) or 1.0
    step = 100 / (len(numbers) - 1)
    points = " ".join(f"{i * step:.1f},{28 - (n - low) / reach * 26:.1f}" for i, n in enumerate(numbers))
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="sparkline" viewBox="0 0 100 30" preserveAspectRatio="none" {}>'
        '<polygon class="sparkline__ground" points="0,30 {} 100,30"/><polyline points="{}"/></svg>',
        voice,
        points,
        points,
    )


@register.simple_tag
def interval(low: float, high: float, mean: float, usual: float) -> SafeString:
    """A share with how far it can be known, as a bar from 0 to 1 with a mark at what is usual. All are shares of 1."""
    label = _("%(mean)d %% likely, between %(low)d and %(high)d; usual are %(usual)d") % {
        name: round(100 * value) for name, value in (("mean", mean), ("low", low), ("high", high), ("usual", usual))
    }
    return format_html(
        '<svg class="interval" viewBox="0 0 200 12" preserveAspectRatio="none" role="img" aria-label="{label}">'
        "<title>{label}</title>"
        '<rect class="interval__track" x="0" y="3" width="200" height="6" rx="3"/>'
        '<rect class="interval__range" x="{low}" y="3" width="{reach}" height="6" rx="3"/>'
        '<rect class="interval__mean" x="{mean}" y="1" width="2" height="10"/>'
        '<line class="interval__usual" x1="{usual}" x2="{usual}" y1="0" y2="12"/></svg>',
        label=label,
        low=f"{200 * low:.1f}",
        reach=f"{200 * (high - low):.1f}",
        mean=f"{200 * mean - 1:.1f}",
        usual=f"{200 * usual:.1f}",
    )


@lru_cache(maxsize=256)
def _lamp(state: str, word: str, size: str) -> SafeString:
    return format_html(
        '<span class="lamp lamp--{}{}"><span class="lamp__light">{}</span>{}</span>',
        state,
        f" lamp--{size}" if size else "",
        icon("lamp"),
        format_html('<span class="lamp__word">{}</span>', word) if word else "",
    )


@lru_cache(maxsize=4096)
def hue_of(name: str) -> int:
    """One of twelve hues, the same for a name for ever and on every machine."""
    return sum(name.encode()) % HUES


@lru_cache(maxsize=4096)
def letters_of(name: str) -> str:
    """The two letters that stand for a name: of its first and last word, or its first two."""
    words = [word for word in name.replace("_", " ").replace("-", " ").replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


@lru_cache(maxsize=4096)
def _byline(username: str, name: str, rank: str, title: str) -> SafeString:
    standing = ""
    if title:
        standing = format_html('<span class="badge badge--staff">{}</span>', title)
    elif rank:
        standing = format_html('<span class="badge badge--rank">{}{}</span>', icon("star"), rank)
    return format_html(
        '<span class="author"><span class="avatar avatar--hue-{} avatar--small" aria-hidden="true">{}</span>'
        '<a class="author__name" href="/members/{}/">{}</a>{}</span>',
        hue_of(username),
        letters_of(name),
        username,
        name,
        standing,
    )


@lru_cache(maxsize=8192)
def _time_element(moment: datetime, style: str, language: str | None, zone: str) -> SafeString:
    """Kept by its arguments, because localising a date costs more than the rest of a row."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    written = formats.date_format(local, "DATE_FORMAT" if style == "date" else "DATETIME_FORMAT")
    element = format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), written)
    if style == "relative":
        return format_html("<relative-time>{}</relative-time>", element)
    return format_html("<relative-time data-due>{}</relative-time>", element) if style == "due" else element


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("icons.svg")

"""Blocks of a text that hold for some platforms or versions only, for articles:

    ::: for platform=ios,android version>=3.2 version<4
    Open *Settings*.
    :::

Each becomes a `div` that says in words for whom it is, and in two attributes that a page can compare with what its reader chose.
Without a choice all of them show.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

# Operators as they are written, and as they stand in the attribute: there, < and > would end the tag for a simple reader.
OPERATORS = {">=": "ge", "<=": "le", ">": "gt", "<": "lt", "=": "eq"}
_VERSION = re.compile(r"version(>=|<=|>|<|=)([\w.+-]{1,40})$")
_PLATFORMS = re.compile(r"platform=([\w,-]{1,120})$")
_OPENING = re.compile(r'<div\b((?:[^>"]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'\s(class|data-platform|data-version)="([^"]*)"')


@dataclass(frozen=True)
class Condition:
    """For which platforms (slugs; none: for all) and versions (operator as in the attribute, version) a block holds."""

    platforms: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> "Condition | None":
        """What stands behind the colons; None for what is no condition."""
        words = text.split()
        if words[:1] != ["for"] or len(words) < 2:
            return None
        platforms: list[str] = []
        versions: list[tuple[str, str]] = []
        for word in words[1:]:
            if match := _PLATFORMS.match(word):
                platforms += [slug for slug in match[1].lower().split(",") if slug]
            elif match := _VERSION.match(word):
                versions.append((OPERATORS[match[1]], match[2]))
            else:
                return None
        return cls(tuple(platforms), tuple(versions))

    def label(self, names: Mapping[str, str]) -> str:
        """For whom the block is, in words."""
        said = []
        if self.platforms:
            said.append(get_text_list([names.get(slug, slug) for slug in self.platforms], _("or")))
        said += [_WORDS[operator]() % {"version": version} for operator, version in self.versions]
        return _("Only for %(whom)s") % {"whom": ", ".join(said)}


_WORDS = {
    "ge": lambda: _("version %(version)s and newer"),
    "le": lambda: _("version %(version)s and older"),
    "gt": lambda: _("versions after %(version)s"),
    "lt": lambda: _("versions before %(version)s"),
    "eq": lambda: _("version %(version)s"),
}


def conditions_plugin(markdown: MarkdownIt) -> None:
    """Let Markdown have such blocks. `env["platforms"]` has the names of platforms by slug."""
    container_plugin(markdown, "for", validate=lambda text, *_: Condition.read(text) is not None, render=_render)


def conditions_in(html: str) -> list[Condition]:
    """The conditions of a rendered text, in their order."""
    found = (_condition_of(match[1]) for match in _OPENING.finditer(html))
    return [condition for condition in found if condition is not None]


def hide(html: str, holds) -> str:
    """The rendered text with those blocks hidden whose condition does not hold: `holds(condition)` decides."""

    def look(match: re.Match[str]) -> str:
        condition = _condition_of(match[1])
        return match[0] if condition is None or holds(condition) else f"{match[0][:-1]} hidden>"

    return _OPENING.sub(look, html) if "data-" in html else html


def _condition_of(attributes: str) -> Condition | None:
    found = dict(_ATTRIBUTE.findall(attributes))
    if found.get("class") != "only":
        return None
    versions = tuple((word[:2], word[2:]) for word in found.get("data-version", "").split())
    return Condition(tuple(found.get("data-platform", "").split()), versions)


def _render(self, tokens, index: int, options, env: dict[str, Any]) -> str:
    token = tokens[index]
    if token.nesting != 1:
        return "</div>\n"
    condition = Condition.read(token.info) or Condition()
    attributes = ""
    if condition.platforms:
        attributes += f' data-platform="{escape(" ".join(condition.platforms))}"'
    if condition.versions:
        attributes += f' data-version="{escape(" ".join(map("".join, condition.versions)))}"'
    label = escape(condition.label(env.get("platforms", {})))
    return f'<div class="only"{attributes}><div class="only__label">{label}</div>\n'

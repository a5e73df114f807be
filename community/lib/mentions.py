"""People named in Markdown: `@hana` becomes a link, outside of code and of other links.

Which names there are is for the caller to know: a first reading collects them, a second one links those that exist.
"""

import re
from collections.abc import MutableMapping

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Not in a mail address, a path, or the middle of a word; full stops and hyphens at the end belong to the sentence.
_NAME = re.compile(r"(?<![\w@./+-])@(\w(?:[\w.-]{0,58}\w)?)")


def mentions_plugin(md: MarkdownIt) -> None:
    """Link what `env["people"]` has (addresses by lower-case name), and collect all names in `env["named"]`, if it is there."""
    md.core.ruler.push("mentions", _link_names)


def _link_names(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children and "@" in block.content:
            block.children = _linked(block.children, state.env)


def _linked(tokens: list[Token], env: MutableMapping) -> list[Token]:
    found: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and depth == 0 and "@" in token.content:
            found.extend(_parts(token, env))
        else:
            found.append(token)
    return found


def _parts(text: Token, env: MutableMapping) -> list[Token]:
    people: dict[str, str] = env.get("people", {})
    parts: list[Token] = []
    done = 0
    for match in _NAME.finditer(text.content):
        name = match[1].lower()
        if "named" in env:
            env["named"].append(name)
        if name not in people:
            continue
        parts.append(_text(text.content[done : match.start()]))
        parts.append(Token("link_open", "a", 1, attrs={"href": people[name]}))
        parts.append(_text(match[0]))
        parts.append(Token("link_close", "a", -1))
        done = match.end()
    return [*parts, _text(text.content[done:])] if parts else [text]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)

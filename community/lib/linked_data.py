"""Facts about a page for search engines, as JSON-LD."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_CONTEXT = {"@context": "https://schema.org"}


def as_script(*things: dict[str, Any]) -> SafeString:
    """A data block with `things`, safe to stand in a page whatever words are in it. A browser never runs it."""
    data = [_CONTEXT | thing for thing in things]
    text = json.dumps(
        data if len(data) > 1 else data[0], cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")
    )
    return mark_safe(f'<script type="application/ld+json">{text.translate(_ESCAPED)}</script>')


def breadcrumbs(*crumbs: tuple[str, str]) -> dict[str, Any]:
    """A BreadcrumbList of (name, absolute address)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": address}
            for position, (name, address) in enumerate(crumbs, start=1)
        ],
    }


def person(name: str, address: str = "") -> dict[str, Any]:
    """Somebody who wrote something; without an address where they have no page."""
    return {"@type": "Person", "name": name} | ({"url": address} if address else {})

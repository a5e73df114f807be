"""What a product tells of whoever asks from inside it: product, version, topic and page, by the address of the form.

`/questions/ask/?title=&product=&version=&topic=&page=`. All of it stands in the form, to be changed or emptied, and nothing is
public before its asker has sent it. Where the catalogue has no row for it, it becomes a line at the end of the question.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from community.catalogue.models import Product, Topic, version_order

LONGEST_PAGE, LONGEST_VERSION = 200, 80
NAMES = ("title", "product", "version", "topic", "page")


def begun(said: Mapping[str, str]) -> dict[str, Any]:
    """How the form begins, of what an address says. At most three queries; none where it says nothing of these."""
    title, product, version, topic, page = (said.get(name, "").replace("\0", "")[:200].strip() for name in NAMES)
    form: dict[str, Any] = {"title": title, "topic": _topic(topic), "page": page_of(page) if "://" in page else ""}
    known = Product.objects.filter(slug=product).first() if product else None
    release = known.releases.filter(order=_order(version)).first() if known and _order(version) else None
    if known:
        form["product"] = known.pk
    if release:
        return form | {"release": release.pk}
    unknown = "" if known else product
    return form | {"version": " ".join(filter(None, [unknown, version]))[:LONGEST_VERSION]}


def page_of(text: str) -> str:
    """A page's address without what may be personal in it: query, fragment, name and password. Other words stay."""
    text = " ".join(text.split())
    if "://" not in text:
        return text[:LONGEST_PAGE]
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"[:LONGEST_PAGE]


def lines_of(said: Mapping[str, Any]) -> str:
    """What stands at the end of the question: nothing, or a list. An address is no link, so that nobody gains by it."""
    page, version = page_of(said.get("page") or ""), " ".join((said.get("version") or "").split())
    if "://" in page:
        page = f"`{page.replace('`', '%60')}`"
    lines = [(_("Page"), page), (_("Version"), version)]
    found = [f"- {name}: {value}" for name, value in lines if value]
    return "\n\n" + "\n".join(found) if found else ""


def _topic(said: str) -> str:
    """The number of a topic, which an address gives as that or as its slug; what it is not stays as it is."""
    if not said or said.isdecimal():
        return said
    found = Topic.objects.open_for_questions().filter(slug=said).first()
    return str(found.pk) if found else ""


def _order(version: str) -> list[int] | None:
    has_digits = version.isascii() and any(letter.isdigit() for letter in version)
    return version_order(version.lstrip("vV")) if has_digits else None

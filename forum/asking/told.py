"""What a product tells of whoever asks from inside it: product, version, topic and page, by the address of the form.

`/questions/ask/?title=&product=&version=&topic=&page=`. All of it stands in the form, to be changed or emptied, and nothing is
public before its asker has sent it. Where the catalogue has no row for it, it becomes a line at the end of the question.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from community.catalogue.models import IntakeField, Product, Topic, version_order
from forum.asking.intake import PREFIX

_VERSION = re.compile(r"[vV]?[0-9]{1,9}(\.[0-9]{1,9}){0,5}")
LONGEST_PAGE, LONGEST_VERSION = 200, 80
NAMES = ("title", "product", "version", "topic", "page")


def begun(said: Mapping[str, str]) -> dict[str, Any]:
    """How the form begins, of what an address says. At most four queries; none where it says nothing of these."""
    title, product, version, topic, page = (said.get(name, "").replace("\0", "")[:200].strip() for name in NAMES)
    form: dict[str, Any] = {"title": title, "topic": _topic(topic), "page": page_of(page) if "://" in page else ""}
    known = Product.objects.filter(slug=product).first() if product else None
    if known is None or not _VERSION.fullmatch(version):
        return (
            form | ({"product": known.pk} if known else {}) | {"version": _said(product if not known else "", version)}
        )
    form["product"] = known.pk
    release = known.releases.filter(order=version_order(version.lstrip("vV"))).first()
    if release is not None:
        form["release"] = release.pk
    asked = (
        IntakeField.objects.asked_in(form["topic"]).filter(product=known).first() if form["topic"].isdecimal() else None
    )
    if asked is not None:
        return form | {f"{PREFIX}{asked.pk}": version}
    return form if release else form | {"version": version}


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


def _said(*words: str) -> str:
    return " ".join(filter(None, words))[:LONGEST_VERSION]

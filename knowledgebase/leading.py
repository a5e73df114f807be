"""Where a stable link inside a product leads: `/go/?product=&version=&topic=&locale=`.

What an editor pinned goes first; else the most helpful article that everybody may read and that fits best.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from community.catalogue.models import Product, Topic, version_order
from knowledgebase.models import Article, GoCount, GoLink
from knowledgebase.models.go import UNKNOWN

# So many articles are compared by version; the most helpful ones.
COMPARED = 200
# Names of screens that may come up in a day, beside those that came up before.
NEW_NAMES = 40
# A name has letters, and no more digits than a version: anything may stand in an address, also a telephone number.
_A_NAME = re.compile(r"(?=.*[A-Za-z])(?!(?:.*[0-9]){6})[A-Za-z0-9 _.-]{2,60}")
_HAS_DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Wanted:
    """What somebody inside a product wants help with. Words of the address that name nothing here stay words."""

    product: Product | None = None
    topic: Topic | None = None
    said_product: str = ""
    said_topic: str = ""
    version: str = ""
    order: list[int] | None = None
    languages: tuple[str, ...] = field(default=(settings.LANGUAGE_CODE,))  # the one that was asked for, then the site's

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        """What the parameters of an address say; anything may stand in them. At most two queries."""
        product, version, topic, locale = (
            " ".join(said.get(name, "").replace("\0", " ").split())[:80]
            for name in ("product", "version", "topic", "locale")
        )
        language = language_of(locale)
        version = version[:40] if version.isascii() else ""
        return cls(
            product=Product.objects.filter(slug__iexact=product).first() if product else None,
            topic=Topic.objects.filter(slug__iexact=topic).first() if topic else None,
            said_product=product,
            said_topic=topic,
            version=version,
            order=version_order(version.lstrip("vV")) if _HAS_DIGITS.search(version) else None,
            languages=tuple(dict.fromkeys([language, settings.LANGUAGE_CODE])),
        )

    @property
    def is_something(self) -> bool:
        """Whether the address named a product or a topic at all."""
        return bool(self.said_product or self.said_topic)

    @property
    def words(self) -> str:
        """What to search for where nothing fits. A version is left out: it stands in few texts, and hides the rest."""
        names = (self.topic or self.said_topic, self.product or self.said_product)
        return " ".join(str(name).replace("-", " ").replace("_", " ") for name in names if name)


def language_of(locale: str) -> str:
    """`de` for `de`, `de-AT` or `de_CH.UTF-8`; the site's language for one that it does not have."""
    language = re.split(r"[-_.@]", locale.lower(), maxsplit=1)[0]
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def article_for(wanted: Wanted) -> Article | None:
    """The article that a link leads to; None where nothing fits. At most four queries."""
    return pinned(wanted) or next(iter(fitting(wanted)), None)


def pinned(wanted: Wanted) -> Article | None:
    """What an editor pinned to it: for this product, this language and fewest versions first. One query."""
    if not (wanted.said_topic or wanted.product):
        return None
    links = GoLink.objects.leading().filter(
        Q(product=None) | Q(product=wanted.product),
        topic=slugify(wanted.said_topic),
        language__in=["", *wanted.languages],
    )
    found = [link for link in links.select_related("article__current") if link.takes(wanted.order)]
    return min(found, key=lambda link: _closeness(link, wanted.languages)).article if found else None


def fitting(wanted: Wanted) -> list[Article]:
    """Articles that fit, best first: by language, by how near their versions are, by helpfulness. At most three queries.

    A topic that nobody knows has none, so that it counts as missed. One that names no product fits all of its topic.
    """
    if (wanted.said_topic and wanted.topic is None) or not (wanted.topic or wanted.product):
        return []
    articles = Article.objects.indexable().filter(language__in=wanted.languages)
    about = Q(products=wanted.product) | Q(releases__product=wanted.product) if wanted.product else Q(pk=None)
    if wanted.topic:
        articles = articles.filter(topic=wanted.topic)
        about |= Q(products=None, releases=None)
        if not wanted.said_product:
            about = Q()
    ids = articles.filter(about).values("pk")
    rows = Article.objects.filter(pk__in=ids).most_helpful_first().prefetch_related("products", "releases")
    fits = list(rows.select_related("topic", "current")[:COMPARED])
    return sorted(fits, key=lambda article: (wanted.languages.index(article.language), *_distance(article, wanted)))


def note(wanted: Wanted, article: Article | None) -> None:
    """Count that the link was followed, without whoever followed it. Versions are counted by the releases there are."""
    release = None
    if wanted.product and wanted.order:
        release = wanted.product.releases.filter(order=wanted.order).first()
    GoCount.note(
        article=article,
        product=wanted.product.slug if wanted.product else wanted.said_product and UNKNOWN,
        version=release.version if release else wanted.version and UNKNOWN,
        topic=wanted.topic.slug if wanted.topic else wanted.said_topic and _own_topic(wanted.said_topic),
        language=wanted.languages[0],
    )


def _own_topic(said: str) -> str:
    """How a topic of the product's own, such as the name of a screen, is counted: by its name, as long as not too many
    names came up for the first time today, so that a flood of made-up links is one row. At most two queries."""
    name = slugify(said)
    if not (_A_NAME.fullmatch(said) and name):
        return UNKNOWN
    counted = GoCount.objects.filter(topic=name).exists() or GoLink.objects.filter(topic=name).exists()
    return name if counted or GoCount.names_of_today() < NEW_NAMES else UNKNOWN


def filed_for(said: Mapping[str, str]) -> dict[str, object]:
    """Where an article belongs that a link lacks, as the form of a new one takes it; {} for no link. At most two queries."""
    wanted = Wanted.read(said)
    filed: dict[str, object] = {"language": wanted.languages[0]} if "locale" in said else {}
    if wanted.topic:
        filed["topic"] = wanted.topic.pk
    if wanted.product:
        filed["products"] = [wanted.product.pk]
    return filed


def instead(wanted: Wanted) -> str:
    """Where a link leads that no article fits: to a search for its words, or to the shelves if it has none."""
    return (
        f"{reverse('search:results')}?{urlencode({'q': wanted.words, 'go': 1})}"
        if wanted.words
        else reverse("kb:index")
    )


def _closeness(link: GoLink, languages: tuple[str, ...]) -> tuple:
    in_language = languages.index(link.language) if link.language else len(languages)
    ends = (link.order_since is not None) + (link.order_until is not None)
    return (link.product_id is None, in_language, -ends, [-n for n in link.order_since or ()], -link.pk)


def _distance(article: Article, wanted: Wanted) -> tuple[int, list[int]]:
    """How far an article's versions are from the one that is wanted: the release itself, a span around it, the product at
    large, the nearest older release, no product at all, the nearest newer release."""
    orders = sorted(release.order for release in article.releases.all() if _is_of(release, wanted.product))
    is_named = wanted.product is not None and wanted.product in article.products.all()
    if not orders:
        return (2, []) if is_named else (4, [])
    if wanted.order is None:
        return 2, []
    if wanted.order in orders:
        return 0, []
    if orders[0] < wanted.order < orders[-1]:
        return 1, []
    if orders[-1] < wanted.order:
        return 3, [-number for number in orders[-1]]
    return 5, orders[0]


def _is_of(release, product: Product | None) -> bool:
    return product is not None and release.product_id == product.pk

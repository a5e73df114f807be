"""GoLink: where a link inside a product leads, as an editor chose it. GoCount: how often such links led somewhere, or nowhere."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Product, version_order
from knowledgebase.models.article import Article

# What a row of figures says for a product, a version or a topic that nobody here has named.
UNKNOWN = "?"


class GoLinkQuerySet(models.QuerySet):
    # "It leads somewhere": its article is one that everybody may read today.
    def leading(self):
        return self.filter(article__in=Article.objects.indexable())

    def in_order(self):
        """As editors look for them."""
        return self.select_related("article", "product", "by").order_by("topic", "product__name", "order_since", "id")


class GoLink(models.Model):
    """An article that an editor pinned to a topic, a product, a span of versions and a language; what is empty is any.

    The topic is the slug of one, or a word of the product's own, such as the name of a screen.
    """

    topic = models.SlugField(_("topic"), max_length=80, blank=True)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    since = models.CharField(_("from version"), max_length=40, blank=True)
    until = models.CharField(_("up to version"), max_length=40, blank=True)
    order_since = ArrayField(models.IntegerField(), null=True, editable=False)
    order_until = ArrayField(models.IntegerField(), null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=settings.LANGUAGES)
    article = models.ForeignKey(Article, models.CASCADE, related_name="go_links", verbose_name=_("article"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("pinned by"))
    at = models.DateTimeField(_("pinned"), default=timezone.now)

    objects = GoLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned link")
        verbose_name_plural = _("pinned links")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "product", "since", "until", "language"],
                nulls_distinct=False,
                name="go_link_once",
            ),
            models.CheckConstraint(
                condition=~Q(topic="") | Q(product__isnull=False), name="go_link_is_about_something"
            ),
            models.CheckConstraint(
                condition=Q(since="", until="") | Q(product__isnull=False), name="go_link_versions_are_of_a_product"
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.topic, str(self.product or ""), self.versions]))

    @property
    def versions(self) -> str:
        """The span of versions, to be read."""
        if self.since and self.until:
            return f"{self.since} – {self.until}"
        return f"≥ {self.since}" if self.since else f"≤ {self.until}" if self.until else ""

    @property
    def leads(self) -> bool:
        """Whether everybody may read its article today; the twin of `leading`."""
        return self.article.is_indexable

    def takes(self, order: list[int] | None) -> bool:
        """Whether a version lies in its span. A link without a version is led by what has no span alone."""
        if order is None:
            return self.order_since is None and self.order_until is None
        after = self.order_since is None or order >= self.order_since
        return after and (self.order_until is None or order <= self.order_until)

    @classmethod
    def pin(cls, article: Article, *, by, topic="", product=None, since="", until="", language="") -> "GoLink":
        """Let links for this lead to `article`. What was pinned to the same before is replaced. Locks that row.

        Raises ValidationError for an article that not everybody may read, for a link about nothing, and for a span of
        versions that ends before it begins, or of no product.
        """
        orders = {"order_since": _order(since), "order_until": _order(until)}
        if not topic and product is None:
            raise ValidationError(_("Say which topic or which product the link is about."))
        if (since or until) and product is None:
            raise ValidationError(_("Say which product these versions are of."))
        if since and until and orders["order_since"] > orders["order_until"]:  # type: ignore[operator]
            raise ValidationError(_("The first version is newer than the last one."))
        with transaction.atomic():
            article.lock()
            if not article.is_indexable:
                raise ValidationError(_("Not everybody may read this article, so no link leads to it."))
            about = {"topic": topic, "product": product, "since": since, "until": until, "language": language}
            link, is_new = cls.objects.select_for_update(of=("self",)).get_or_create(
                **about, defaults={"article": article, "by": by, **orders}
            )
            if not is_new and link.article_id == article.pk:
                return link
            link.article, link.by, link.at = article, by, timezone.now()
            link.save(update_fields=["article", "by", "at"])
            Event.record("kb.link.pinned", actor=by, subject=article, topic=article.topic, link=link.pk)
        return link

    def unpin(self, *, by) -> None:
        """Let the best article that fits be found again. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            if row is None:
                return
            Event.record("kb.link.unpinned", actor=by, subject=row.article, topic=row.article.topic, link=row.pk)
            row.delete()


class GoCountQuerySet(models.QuerySet):
    # "It led to no article."
    def missed(self):
        return self.filter(article=None)

    def used(self):
        return self.exclude(article=None)

    def summed(self, *more: str):
        """Rows by product, version, topic, language and `more`, with `times`, the most frequent first. One query."""
        names = ("product", "version", "topic", "language", *more)
        return self.values(*names).annotate(times=Sum("count")).order_by("-times", *names)


class GoCount(models.Model):
    """How often links of one kind were followed on one day, and to which article; to none is a miss.

    Nobody stands in it. Words that are no product or version here are counted together, as `?`, and so are topics that
    nobody knows once too many came up in a day: a flood of made-up links makes few rows.
    """

    day = models.DateField(_("day"))
    product = models.CharField(_("product"), max_length=80, blank=True)
    version = models.CharField(_("version"), max_length=40, blank=True)
    topic = models.CharField(_("topic"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    count = models.PositiveIntegerField(_("times"), default=0)

    objects = GoCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of links")
        verbose_name_plural = _("counts of links")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "product", "version", "topic", "language", "article"],
                nulls_distinct=False,
                name="go_count_once",
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.topic} {self.count}"

    @classmethod
    def names_of_today(cls) -> int:
        """How many topics were counted today. One query."""
        return cls.objects.filter(day=timezone.now().date()).values("topic").distinct().count()

    @classmethod
    def note(cls, *, article: Article | None, **about: str) -> None:
        """Count one link that was followed today. Two at once are both counted. One query, three for the first of a day."""
        row = cls.objects.filter(day=timezone.now().date(), article=article, **about)
        if not row.update(count=F("count") + 1):
            GoCount.objects.bulk_create(
                [GoCount(day=timezone.now().date(), article=article, **about)], ignore_conflicts=True
            )
            row.update(count=F("count") + 1)


def _order(version: str) -> list[int] | None:
    return version_order(version.lstrip("vV")) if version else None

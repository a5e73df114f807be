"""What questions are about: curated topics, products with their releases, platforms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from packaging.version import InvalidVersion, Version


class TopicQuerySet(models.QuerySet):
    def open_for_questions(self):
        """Topics that a new question may have, in the order of the editors."""
        return self.filter(is_open=True).order_by("position", "name")


class Topic(models.Model):
    """A curated area. Every question has exactly one; tags are free."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_open = models.BooleanField(_("open for new questions"), default=True)
    is_private_by_default = models.BooleanField(
        _("private by default"),
        default=False,
        help_text=_(
            "What is asked here from now on is a private case, for its asker and support alone. Questions that are public "
            "already stay public: hide them one by one, where that must be."
        ),
    )
    usually_right = models.FloatField(
        default=0.25,
        editable=False,
        help_text="The share of answers here that turn out right; written by the advocates' room.",
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forum:topic", args=[self.slug])


class Product(models.Model):
    """What the company sells or runs, as customers name it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self):
        return self.name


class ReleaseQuerySet(models.QuerySet):
    def newest_first(self):
        """Releases by version, not by text: 3.10 comes after 3.9."""
        return self.order_by("-order")


class Release(models.Model):
    """A version of a product. Releases compare as versions: `order` holds what the database sorts by."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="releases")
    version = models.CharField(_("version"), max_length=40)
    order = ArrayField(models.IntegerField(), editable=False)
    released_on = models.DateField(_("released on"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["product", "-order"]
        constraints = [models.UniqueConstraint(fields=["product", "version"], name="release_once")]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self):
        return f"{self.product} {self.version}"

    def save(self, *args, **kwargs):
        self.order = version_order(self.version)
        super().save(*args, **kwargs)


class Platform(models.Model):
    """What a product runs on, or is used with."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def __str__(self):
        return self.name


def version_order(version: str) -> list[int]:
    """Numbers that sort as the versions do (PEP 440 where the text follows it, else its digits): pre-releases come first."""
    try:
        parsed = Version(version)
    except InvalidVersion:
        digits = "".join(c if c.isdigit() else " " for c in version).split()
        release = [int(d[:9]) for d in digits[:6]]
        return [*release, *[0] * (6 - len(release)), 0, 0]
    release = [min(n, 2**31 - 1) for n in parsed.release[:6]]
    stage = {"a": -3, "b": -2, "rc": -1}[parsed.pre[0]] if parsed.pre else (-4 if parsed.dev is not None else 0)
    return [*release, *[0] * (6 - len(release)), stage, parsed.pre[1] if parsed.pre else 0]

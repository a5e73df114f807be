"""What questions are about: curated topics with their short forms, products with their releases, platforms."""

import re

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
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
    never_held_out = models.BooleanField(
        _("about safety"),
        default=False,
        help_text=_(
            "Everybody who asks here is shown what may answer it. Elsewhere a few members, drawn by lot, are not, so that "
            "it can be measured what that saves."
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

    def at(self, product_slug: str, version: str):
        """The release of that address, with its product; no row if there is none."""
        return self.select_related("product").filter(product__slug=product_slug, version=version)


class Release(models.Model):
    """A version of a product. Releases compare as versions: `order` holds what the database sorts by."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="releases")
    version = models.CharField(_("version"), max_length=40)
    order = ArrayField(models.IntegerField(), editable=False)
    released_on = models.DateField(_("released on"), null=True, blank=True)
    added_at = models.DateTimeField(
        default=timezone.now,
        null=True,
        editable=False,
        help_text="Empty for those that stood here before it was noted.",
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["product", "-order"]
        constraints = [
            models.UniqueConstraint(fields=["product", "version"], name="release_once"),
            models.CheckConstraint(
                condition=~Q(version__contains="/") & ~Q(version=""),
                name="release_version_stands_in_an_address",
                violation_error_message=_("Write the version without a slash: it stands in the address of its page."),
            ),
        ]
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self):
        return f"{self.product} {self.version}"

    def get_absolute_url(self):
        return release_address(self.product.slug, self.version)

    def save(self, *args, **kwargs):
        self.order = version_order(self.version)
        super().save(*args, **kwargs)


class IntakeFieldQuerySet(models.QuerySet):
    def asked_in(self, topic):
        """What the form of a topic asks, in the order of the editors, with the product of versions. One query."""
        return self.filter(topic=topic, is_asked=True).select_related("product").order_by("position", "id")


class IntakeField(models.Model):
    """One line of the short form of a topic, which is shown to whoever asks there.

    A field that was answered keeps its answers: it is no longer asked (`is_asked`) instead of being deleted.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("a line of text")
        CHOICE = "choice", _("one of a list")
        VERSION = "version", _("a version")

    LONGEST = 120  # characters of an answer
    LONGEST_TAG = 35

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="intake_fields", verbose_name=_("topic"))
    label = models.CharField(
        _("label"),
        max_length=60,
        help_text=_(
            "A new name shows at once on all questions that were asked. To ask for something else, add a line."
        ),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line, for one of a list."))
    help_text = models.CharField(
        _("help"), max_length=160, blank=True, help_text=_("Where to find it, in one short sentence.")
    )
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product"),
        help_text=_("Whose version it is. Then the question is about this product and, if it is known, this release."),
    )
    is_required = models.BooleanField(_("must be filled in"), default=False)
    makes_tag = models.BooleanField(_("the answer becomes a tag"), default=False)
    is_asked = models.BooleanField(_("asked"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = IntakeFieldQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "position", "id"]
        verbose_name = _("field of the form")
        verbose_name_plural = _("short form for questions here")
        constraints = [
            models.UniqueConstraint(fields=["topic", "label"], name="intake_field_once"),
            models.CheckConstraint(
                condition=~Q(kind="choice") | ~Q(choices=""), name="intake_choice_has_something_to_choose"
            ),
            models.CheckConstraint(
                condition=Q(kind="version") | Q(product=None), name="intake_product_belongs_to_a_version"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def options(self) -> list[str]:
        """What can be chosen, in the order of the lines."""
        return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in self.choices.splitlines()))))

    def clean(self):
        if self.kind == self.Kind.CHOICE and not self.options:
            raise ValidationError({"choices": _("Say what can be chosen, one a line.")})
        if any(len(option) > self.LONGEST for option in self.options):
            raise ValidationError({"choices": _("Each choice has at most %d characters.") % self.LONGEST})
        if self.kind != self.Kind.VERSION and self.product is not None:
            raise ValidationError({"product": _("Only a version belongs to a product.")})
        before = IntakeField.objects.filter(pk=self.pk).exclude(kind=self.kind).first() if self.pk else None
        if before is not None and before.values.exists():
            raise ValidationError({"kind": _("This was answered already. Stop asking it, and add another field.")})

    def read(self, text: str, *, before: str = "", may_be_empty: bool = False) -> str:
        """An answer as it is kept; "" for none. Raises ValidationError for what does not fit, unless it was kept `before`."""
        answer = " ".join(text.replace("\0", "").split())
        if answer and answer == before:
            return answer
        if not answer:
            if self.is_required and self.is_asked and not may_be_empty:
                raise ValidationError(_("Fill this in: people need it to help here."))
            return ""
        if len(answer) > self.LONGEST:
            raise ValidationError(_("At most %d characters, please.") % self.LONGEST)
        if self.kind == self.Kind.CHOICE and answer not in self.options:
            raise ValidationError(_("Choose one of the list."))
        if self.kind == self.Kind.VERSION and not _VERSION.fullmatch(answer):
            raise ValidationError(_("Write the version alone, such as 3.10.1, as the device or the app shows it."))
        return answer

    def tag_of(self, answer: str) -> str:
        """The tag that an answer becomes; "" for none."""
        words = " ".join(re.sub(r"[^\w .+#-]", " ", answer.lower()).split())
        return words[: self.LONGEST_TAG].strip(" .+-") if self.makes_tag else ""


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


def release_address(product_slug: str, version: str) -> str:
    """Where the page of a release is."""
    return reverse("forum:release", args=[product_slug, version])


# Numbers with dots between them, and what may follow: v3.10.1, 2.4.1-beta.2, 5.12.0 (841), 2024b.
_VERSION = re.compile(r"[vV]?\d{1,9}(\.\d{1,9}){0,5}([ +_-]?[A-Za-z(][\w.+()-]{0,24})?")


def version_order(version: str) -> list[int]:
    """Numbers that sort as the versions do (PEP 440 where the text follows it, else its digits): pre-releases come first."""
    try:
        parsed = Version(version)
    except InvalidVersion:
        digits = "".join(c if c.isdecimal() else " " for c in version).split()
        release = [int(d[:9]) for d in digits[:6]]
        return [*release, *[0] * (6 - len(release)), 0, 0]
    release = [min(n, 2**31 - 1) for n in parsed.release[:6]]
    stage = {"a": -3, "b": -2, "rc": -1}[parsed.pre[0]] if parsed.pre else (-4 if parsed.dev is not None else 0)
    return [*release, *[0] * (6 - len(release)), stage, min(parsed.pre[1], 2**31 - 1) if parsed.pre else 0]

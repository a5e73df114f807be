"""Section: a shelf of the knowledge base."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SectionQuerySet(models.QuerySet):
    # "Something on the shelf may be shown by a search engine": the twin of ArticleQuerySet.indexable.
    def indexable(self):
        return self.filter(
            articles__status="published", articles__hidden_at=None, articles__audience="public"
        ).distinct()


class Section(models.Model):
    """A shelf that articles stand on, in the order that the editors chose."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    recheck_after = models.PositiveSmallIntegerField(
        _("checked again after, in days"),
        default=180,
        help_text=_("Somebody reads each article here again when it was not checked for so long. 0: never by itself."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kb:section", args=[self.slug])

    @classmethod
    def for_topic(cls, topic) -> "Section":
        """Where an article about `topic` belongs: where most of them stand, else the first shelf, made if there is none."""
        usual = (
            cls.objects.filter(articles__topic=topic).annotate(count=models.Count("articles")).order_by("-count", "pk")
        )
        found = usual.first() or cls.objects.first()
        return found or cls.objects.get_or_create(slug="answers", defaults={"name": str(_("Answers"))})[0]

"""ArticleSlug: every address that an article has or ever had."""

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

# First words of addresses under /kb/ that are pages of their own.
RESERVED = frozenset(
    {"drafts", "freshness", "languages", "links", "new", "readers", "requests", "sections", "tasks", "titles"}
)
LONGEST = 80


class ArticleSlug(models.Model):
    """A slug that belongs to an article for good: the one in use and all before it, so that old links keep working."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="slugs")

    class Meta:
        verbose_name = _("address of an article")
        verbose_name_plural = _("addresses of articles")

    def __str__(self):
        return self.slug

    @classmethod
    def claim(cls, article: models.Model, wanted: str) -> str:
        """A slug like `wanted` that now belongs to `article`: with a number behind it if it is taken.

        Safe when two claim the same at once. Must run inside a transaction.
        """
        stem = slugify(wanted)[:LONGEST].strip("-") or "article"
        number = 1
        while True:
            slug = stem if number == 1 else f"{stem}-{number}"
            if slug not in RESERVED and cls._belongs_to(article, slug):
                return slug
            number += 1

    @classmethod
    def _belongs_to(cls, article: models.Model, slug: str) -> bool:
        try:
            with transaction.atomic():
                row, _made = cls.objects.get_or_create(slug=slug, defaults={"article": article})
        except IntegrityError:
            return False
        return row.article_id == article.pk

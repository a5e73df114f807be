"""ArticleUse: an answer leads its readers to an article."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ArticleUse(models.Model):
    """One post that links to an article. Worked out from the post's words by `knowledgebase.uses`, never written by hand."""

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="uses")
    post_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    post_id = models.BigIntegerField()
    post = GenericForeignKey("post_type", "post_id")
    is_public = models.BooleanField(_("everybody may read the post"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("use of an article")
        verbose_name_plural = _("uses of articles")
        constraints = [
            models.UniqueConstraint(fields=["article", "post_type", "post_id"], name="article_use_once"),
        ]
        indexes = [models.Index(fields=["post_type", "post_id"], name="article_use_post")]

    def __str__(self):
        return f"{self.post_type.model} {self.post_id}: {self.article_id}"

"""What is learnt from the community's own words: which there are, which are common, along which axes its texts differ."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """In how many documents a word stands, as the index spells it. Counted now and then: it only says what is rare."""

    word = models.CharField(_("word"), max_length=60, primary_key=True)
    documents = models.PositiveIntegerField(_("documents"))

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")

    def __str__(self):
        return self.word


class Vocabulary(models.Model):
    """The words of one language as they stand in what everybody may read, most used first. Counted now and then.

    `words` holds a word, a tab and the number of documents on each line, so that a process reads all of it at once.
    """

    language = models.CharField(_("language"), max_length=10, primary_key=True)
    words = models.TextField(blank=True)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")

    def __str__(self):
        return self.language


class TrainedCorpusQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-made_at", "-id")


class TrainedCorpus(models.Model):
    """Axes learnt from the community's words, checked before they were kept. The newest makes the vectors."""

    maker = models.CharField(_("maker"), max_length=80, unique=True)
    data = models.BinaryField(help_text=_("Plain arrays; no code of any kind."))
    documents = models.PositiveIntegerField(_("documents learnt from"))
    soundness = models.FloatField(_("share of documents that find their own other half"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = TrainedCorpusQuerySet.as_manager()

    class Meta:
        verbose_name = _("trained corpus")
        verbose_name_plural = _("trained corpora")

    def __str__(self):
        return self.maker

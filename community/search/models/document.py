"""Document: one row for each thing that can be found, made anew from its subject whenever that changes."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from community.catalogue.models import Topic
from community.content.audiences import Audience, Audienced, audience_scope

DIMENSIONS = 384


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Documents in the audience of `person`."""
        return self.filter(audience_scope(person))


_EveryDocument = models.Manager.from_queryset(DocumentQuerySet)


class PublicDocuments(_EveryDocument):
    """The default: private words are never found by who forgets to ask for whom."""

    def get_queryset(self):
        return super().get_queryset().filter(audience=Audience.PUBLIC)


class Document(Audienced):
    """What is known of a thing for finding it: words with weights (A title, B solution, C body, D the rest), a vector.

    `versions` are the releases that it is about, as they are read ("Hub 3.10"), `writers` the members whose words it holds.
    """

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(max_length=300)
    solution = models.TextField(blank=True)
    text = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    versions = ArrayField(models.CharField(max_length=130), default=list, blank=True)
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("language"), max_length=10)
    is_answered = models.BooleanField(default=False)
    is_solved = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    indexed_at = models.DateTimeField(default=timezone.now)
    words = SearchVectorField(null=True, editable=False)
    vector = HalfVectorField(dimensions=DIMENSIONS, null=True, editable=False)
    maker = models.CharField(max_length=80, blank=True, editable=False)

    objects = PublicDocuments()
    everything = DocumentQuerySet.as_manager()

    class Meta(Audienced.Meta):
        abstract = False
        base_manager_name = "everything"
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            *Audienced.Meta.constraints,
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="document_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="document_words"),
            HnswIndex(
                fields=["vector"], name="document_vector", m=16, ef_construction=64, opclasses=["halfvec_cosine_ops"]
            ),
            models.Index(fields=["maker"], name="document_maker"),
            GinIndex(fields=["tags", "versions", "writers"], name="document_filters"),
            models.Index(fields=["-is_solved", "-written_at"], name="document_solved_newest"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.url

    @property
    def lamp(self) -> str:
        """The lamp of the house, as far as the index knows: `dim` waits, `warm` is answered, `lit` is solved."""
        if self.is_solved:
            return "lit"
        return "warm" if self.is_answered else "dim"


class ChangedMeanwhile(models.Model):
    """A subject whose document changed while the whole index was made anew beside it: there it is made once more."""

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("document changed meanwhile")
        verbose_name_plural = _("documents changed meanwhile")

    def __str__(self):
        return f"{self.subject_type} {self.subject_id}"

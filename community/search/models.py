"""Document: one row for each thing that can be found, made anew from its subject whenever that changes.

SavedSearch: what a member wants to hear of when it is new. Word: how common a word is. TrainedCorpus: what was learnt from
the community's own words.
"""

from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from community.catalogue.models import Topic
from community.content.audiences import Audience, Audienced, audience_scope
from community.members.models import Member
from community.search.folding import joined

DIMENSIONS = 384


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Documents in the audience of `person`."""
        return self.filter(audience_scope(person))


class PublicDocuments(models.Manager.from_queryset(DocumentQuerySet)):
    """The default: private words are never found by who forgets to ask for whom."""

    def get_queryset(self):
        return super().get_queryset().filter(audience=Audience.PUBLIC)


class Document(Audienced):
    """What is known of a thing for finding it: words with weights (A title, B solution, C body, D the rest), a vector."""

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(_("kind"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(max_length=300)
    solution = models.TextField(blank=True)
    text = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
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


class SavedSearch(models.Model):
    """A search that a member follows. It is there as long as they follow it."""

    MOST: ClassVar[int] = 50  # of one member
    LONGEST: ClassVar[int] = 200
    ends_when_unfollowed: ClassVar[bool] = True

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    query = models.CharField(_("searched for"), max_length=LONGEST)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    folded = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["member", "query", "kind"], name="saved_search_once"),
            models.CheckConstraint(condition=~models.Q(query=""), name="saved_search_has_words"),
        ]

    def __str__(self):
        return self.query

    def get_absolute_url(self):
        return f"/search/?{urlencode({'q': self.query} | ({'kind': self.kind} if self.kind else {}))}"

    @classmethod
    def follow(cls, member, *, query: str, kind: str = "") -> "SavedSearch":
        """Follow a search; doing it twice changes nothing. Locks the member.

        Raises ValidationError for no words, too many of them, and for one search too many.
        """
        query = " ".join(query.split())
        if not query or len(query) > cls.LONGEST:
            raise ValidationError(_("Search for something first, in at most %(n)s characters.") % {"n": cls.LONGEST})
        with transaction.atomic():
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            found = cls.objects.filter(member=member, query=query, kind=kind).first()
            if found is None and cls.objects.filter(member=member).count() >= cls.MOST:
                raise ValidationError(
                    _("You follow %(n)s searches: that is all you can. Stop following one of them first.")
                    % {"n": cls.MOST}
                )
            return found or cls.objects.create(member=member, query=query, kind=kind, folded=joined(query))

    @classmethod
    def unfollow(cls, member, *, query: str, kind: str = "") -> None:
        """Follow it no longer. Twice is the same as once."""
        cls.objects.filter(member=member, query=" ".join(query.split()), kind=kind).delete()


class Word(models.Model):
    """In how many documents a word stands, as the index spells it. Counted now and then: it only says what is rare."""

    word = models.CharField(_("word"), max_length=60, primary_key=True)
    documents = models.PositiveIntegerField(_("documents"))

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")

    def __str__(self):
        return self.word


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

"""An article in other languages: each is an article of its own, and says which revision of the original it says the same as."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.lib import versions
from knowledgebase.models.filing import APPLIES_TO
from knowledgebase.models.revision import Revision

# What a list of languages shows of an article, and asks of it: column, and field.
IN_A_LIST = {
    name: name.removesuffix("_id")
    for name in (
        "id",
        "slug",
        "title",
        "language",
        "published_at",
        "audience",
        "status",
        "hidden_at",
        "translation_of_id",
    )
}


def _original_first(article: Any) -> tuple[bool, str]:
    return article.translation_of_id is not None, article.language


class Translating(models.Model):
    """The verbs of translations. A translation of a translation is one of the original."""

    class Meta:
        abstract = True

    audience: Any
    current: Any
    draft: Any
    language: Any
    lock: Any
    organisation: Any
    organisation_id: Any
    pk: Any
    save: Any
    languages_read: Any
    staleness: Any
    topic: Any
    translation_of: Any
    translation_of_id: Any
    translations: Any

    @property
    def _this(self) -> Any:
        return self

    @property
    def is_translation(self) -> bool:
        return self.translation_of_id is not None

    @property
    def original(self) -> Any:
        """What it translates; itself, if it is the original. One query for a translation."""
        return self.translation_of if self.is_translation else self

    def in_other_languages(self, person) -> list[Any]:
        """All that readers find of it, this one too, the original first, as `person` may see them. Of a published article.

        One query; none where it was read `with_languages` of the same person.
        """
        if self.languages_read is not None:
            return sorted(map(self._as_read, self.languages_read), key=_original_first)
        original = self.translation_of_id or self.pk
        either = models.Q(pk=original) | models.Q(translation_of=original)
        articles: Any = type(self)._default_manager
        found = articles.visible_to(person).published().filter(either)
        return sorted(found.only(*IN_A_LIST.values()), key=_original_first)

    def _as_read(self, columns: dict[str, Any]) -> Any:
        """The article in another language whose columns these are; it knows no others."""
        fields = [field for field in type(self)._meta.concrete_fields if field.attname in columns]
        values = [field.to_python(columns[field.attname]) for field in fields]
        return type(self).from_db(self._state.db, [field.attname for field in fields], values)

    def translate(self, language: str, *, by) -> Any:
        """A draft in that language which `by` owns, with the words of the original to begin with; the one there is, if any.

        Its sources are those of the original: the words were theirs before they were put in others. Locks the original.
        Raises ValidationError for the language it is written in, and while nothing of it is published.
        """
        with transaction.atomic():
            original = self.original
            original.lock()
            if language == original.language:
                raise ValidationError(_("It is written in this language."))
            if original.current is None:
                raise ValidationError(_("Publish the article first: what readers see is what is translated."))
            before = original.translations.filter(language=language).first()
            if before is not None:
                return before
            words = original.current
            made = type(self).draft(
                by=by,
                title=words.title,
                summary=words.summary,
                steps=words.steps,
                body=words.body,
                section=original.section,
                topic=original.topic,
                language=language,
                audience=original.audience,
                organisation=original.organisation,
                sources=_posts_of(words),
                translation_of=original,
                **{name: list(getattr(original, name).all()) for name in APPLIES_TO},
            )
            made.revisions.update(based_on=words)
        return made

    def tie(self, original, *, by) -> None:
        """Say of an article that was written on its own that it is `original` in its language, as both read now.

        Of a translation, its original is meant. Locks both. Raises ValidationError for one that is a translation already
        or has translations, for the same language, for another audience, for a language that the original has, and while
        nothing of the original is published.
        """
        articles: Any = type(self)
        with transaction.atomic():
            original = articles.objects.get(pk=original.translation_of_id or original.pk)
            for each in sorted(
                (self._this, original), key=lambda article: article.pk
            ):  # two at once wait, both ways round
                each.lock()
            self._require_tieable_to(original)
            self.translation_of = original
            self.save(update_fields=["translation_of"])
            self.revisions.update(based_on=original.current)  # type: ignore[attr-defined]
            Event.record("kb.article.tied", actor=by, subject=self._this, topic=self.topic, original=original.pk)
            self._freshen_after_tie(original)

    def untie(self, *, by) -> None:
        """Say that it is no translation: it stands on its own again. Nothing happens to one that does. Locks the article."""
        with transaction.atomic():
            self.lock()
            original = self.translation_of
            if original is None:
                return
            self.translation_of, self.staleness = None, ""
            self.save(update_fields=["translation_of", "staleness"])
            self.revisions.update(based_on=None)  # type: ignore[attr-defined]
            Event.record("kb.article.untied", actor=by, subject=self._this, topic=self.topic, original=original.pk)
            self._freshen_after_tie(original)

    def recount_staleness(self) -> None:
        """Write anew how far a published translation is behind. Call in the transaction that changed something."""
        before = self.staleness
        self.staleness = self._staleness()
        if self.staleness != before:
            self.save(update_fields=["staleness"])
            if self.staleness:
                Event.record(
                    "kb.article.went-stale", actor=None, subject=self, topic=self.topic, staleness=self.staleness
                )
            transaction.on_commit(partial(versions.bump, *self.page_keys()))  # type: ignore[attr-defined]

    def changed_since(self) -> list[Revision]:
        """Approved revisions of the original that this translation does not say yet, oldest first. Two queries at most."""
        words = self.current or self.newest_revision()  # type: ignore[attr-defined]
        seen = words.based_on.number if words.based_on is not None else 0
        newer = Revision.objects.approved().filter(article=self.translation_of_id, number__gt=seen)
        return list(newer.order_by("number"))

    def freshen_languages(self) -> None:
        """The pages in other languages lead here, so they are stale now; and translations are as stale as they are."""
        articles: Any = type(self)._base_manager
        original = self.translation_of_id or self.pk
        others = articles.filter(models.Q(translation_of=original) | models.Q(pk=original)).exclude(pk=self.pk)
        if keys := [f"article:{slug}" for slug in others.values_list("slug", flat=True)]:
            transaction.on_commit(partial(versions.bump, *keys))
        for translation in [self] if self.is_translation else list(self.translations.exclude(current=None)):
            translation.recount_staleness()

    def share_audience(self, *, by) -> None:
        """All languages are for the same people. Call in the transaction that changes the audience, before it is saved.

        Raises ValidationError for a translation that is to be for others than its original.
        """
        mine = (self.audience, self.organisation_id)
        if self.is_translation:
            if mine != (self.original.audience, self.original.organisation_id):
                raise ValidationError(_("A translation is for whom its original is for: change it there."))
            return
        for translation in self.translations.all():
            translation.audience, translation.organisation = self.audience, self.organisation
            translation.save(update_fields=["audience", "organisation"])
            Event.record("kb.article.filed", actor=by, subject=translation, topic=self.topic, fields=["audience"])

    def _require_tieable_to(self, original: Any) -> None:
        if self.is_translation or original.is_translation:
            raise ValidationError(_("It is a translation already."))
        if self.translations.exists():
            raise ValidationError(_("It has translations of its own: say of each of them what it translates."))
        if self.language == original.language:
            raise ValidationError(_("Both are written in the same language."))
        if (self.audience, self.organisation_id) != (original.audience, original.organisation_id):
            raise ValidationError(_("A translation is for whom its original is for: change that first."))
        if original.current is None:
            raise ValidationError(_("Publish the original first: what readers see is what is translated."))
        if original.translations.filter(language=self.language).exists():
            raise ValidationError(_("There is a translation into this language already."))

    def _freshen_after_tie(self, original: Any) -> None:
        """Both stand elsewhere on the shelves now, and every language of it is named on the pages of all others."""
        transaction.on_commit(partial(versions.bump, *self._this.page_keys()))
        original.freshen_languages()

    def _staleness(self) -> str:
        if not self.is_translation or self.current is None:
            return ""
        significances = {revision.significance for revision in self.changed_since()}
        if Revision.Significance.MAJOR in significances:
            return "major"
        return "stale" if Revision.Significance.MEDIUM in significances else ""


def _posts_of(words: Revision) -> list:
    """The sources of a revision, each post once, without passages: in another language they stand nowhere."""
    posts = {source.post_revision_id: source for source in words.sources.all()}
    for source in posts.values():
        source.passage = ""
    return list(posts.values())

"""The verbs of an article: who writes, hands in, publishes, sends back, archives."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.audiences import Audience
from community.lib import markdown, versions
from knowledgebase.models.asking import Asking
from knowledgebase.models.filing import APPLIES_TO
from knowledgebase.models.revision import ReviewComment, Revision
from knowledgebase.models.schedule import Schedule
from knowledgebase.models.slug import ArticleSlug
from knowledgebase.models.source import ArticleSource, as_markdown, posts_in_sight, text_in
from knowledgebase.passages import passages_of, same_words


class LifeCycle(models.Model):
    """Draft → in review → published → archived. Nobody approves their own words.

    Once published, an article stays published while its next revision is written and reviewed.
    """

    class Meta:
        abstract = True

    apply_to: Any
    close_recheck: Any
    current: Any
    end_asking: Any
    freshen_languages: Any
    release: Any
    require_free: Any

    @classmethod
    def draft(cls, *, by, title: str, section, topic, summary="", steps="", body="", comment="", sources=(), **filed):
        """A new draft that `by` owns. `sources` are made with `ArticleSource.quoting`; `filed` are further columns.

        Raises ValidationError when it says nothing.
        """
        applies = {name: filed.pop(name, ()) for name in APPLIES_TO}
        with transaction.atomic():
            # The address is claimed for a row, so the row comes first, under a name that nobody else has.
            article = cls(title=" ".join(title.split()), section=section, topic=topic, owner=by, **filed)
            article.slug = uuid4().hex
            article.save()
            article.slug = ArticleSlug.claim(article, article.title)
            article.apply_to(applies)
            article.save(update_fields=["slug", "applies_to"])
            revision = Revision(article=article, number=1, author=by, comment=comment)
            _write(revision, title=title, summary=summary, steps=steps, body=body)
            revision.take_over(sources)
            Event.record("kb.article.drafted", actor=by, subject=article, topic=topic)
        return article

    def revise(
        self,
        *,
        by,
        title: str,
        summary="",
        steps="",
        body="",
        comment="",
        significance="medium",
        tells=False,
        sources=None,
        seen=None,
        based_on=None,
    ) -> Revision:
        """Write the next revision; what `by` has not handed in yet is written over. Locks the article.

        `tells`: of a major change, those who asked hear once it is published. `sources` are those to keep, all of
        them if not given. `seen` is the number of the revision that the writer began with; `based_on`, of a
        translation, the revision of the original that it says the same as from now on. A revision that was in review
        is in review no more. Raises ValidationError when it says nothing, when somebody else wrote one since, or is
        writing now.
        """
        with transaction.atomic():
            self.lock()
            self.require_free(by)
            newest = self.newest_revision()
            if seen is not None and newest.number != seen:
                raise ValidationError(
                    _("%(name)s has changed this article while you were writing. Your words are still in the form.")
                    % {"name": newest.author.name}
                )
            kept = list(newest.sources.all()) if sources is None else list(sources)
            revision = newest
            if newest.is_approved or newest.is_in_review or newest.author_id != by.pk:
                if newest.is_in_review:
                    _take_out_of_review(newest)
                revision = Revision(article=self, number=newest.number + 1, author=by)
            revision.comment, revision.significance = comment, Revision.Significance(significance)
            revision.tells = tells and revision.significance == Revision.Significance.MAJOR
            revision.based_on = based_on if based_on is not None else newest.based_on
            _write(revision, title=title, summary=summary, steps=steps, body=body)
            revision.take_over(kept)
            if self.current_id is None:
                self.title, self.status = revision.title, self.Status.DRAFT
                self.save(update_fields=["title", "status"])
            self.release(by=by)
            Event.record("kb.article.revised", actor=by, subject=self, topic=self.topic, revision=revision.number)
        return revision

    def quote_anew(self, quoted, now, *, by) -> Revision:
        """The next revision, which quotes `now` where it quoted `quoted`: another revision of the same post.

        Where the whole of it stood in the steps or the story, the new words stand instead. Where a part of it stands, the
        editor decides: what still stands in the post quotes its new revision, the rest the old one. Locks the article.
        """
        with transaction.atomic():
            self.lock()
            before = self.newest_revision()
            words = {name: getattr(before, name) for name in ("title", "summary", "steps", "body")}
            old, new = as_markdown(quoted), as_markdown(now)
            replaced = {name: words[name].replace(old, new) for name in ("steps", "body") if old and old in words[name]}
            sources = []
            text, of_post = text_in(now), [s for s in before.sources.all() if s.post_revision_id == quoted.pk]
            for source in before.sources.all():
                if source.post_revision_id == quoted.pk and same_words(source.passage) in text:
                    source.post_revision = now
                elif source.post_revision_id == quoted.pk and replaced:
                    continue
                sources.append(source)
            if replaced and of_post:
                kept = {source.passage for source in sources}
                added = [passage for passage in passages_of(str(markdown.render(new))) if passage not in kept]
                sources += [of_post[0].quoting_instead(now, passage) for passage in added]
            return self.revise(
                by=by,
                comment=str(_("Took over what the source says now.")),
                significance=Revision.Significance.MEDIUM,
                sources=sources,
                **words | replaced,
            )

    def submit(self, *, by) -> None:
        """Hand the pending revision in for review. Doing it twice changes nothing. Locks the article.

        Raises ValidationError when there is nothing new to review.
        """
        with transaction.atomic():
            self.lock()
            pending = self.pending_revision()
            if pending is None:
                raise ValidationError(_("There is nothing new to review: what is written is published."))
            if pending.is_in_review:
                return
            pending.submitted_at = timezone.now()
            pending.save(update_fields=["submitted_at"])
            self._set_status_before_publication(self.Status.IN_REVIEW)
            Event.record("kb.article.submitted", actor=by, subject=self, topic=self.topic, revision=pending.number)

    def publish(self, *, by, revision: Revision | None = None) -> None:
        """Approve the revision in review and show it to readers. Publishing what is published already changes nothing.

        `revision` is the one that `by` has read. Locks the article. Raises PermissionDenied for who wrote it, and
        ValidationError when it is not in review, is not the newest, quotes what its readers may not see, or shows a video
        without captions.
        """
        with transaction.atomic():
            self.lock()
            pending = self.approvable(by, revision)
            if pending is None:
                return
            now = timezone.now()
            is_first = self.published_at is None
            pending.reviewed_by, pending.reviewed_at = by, now
            pending.save(update_fields=["reviewed_by", "reviewed_at"])
            self.current, self.title, self.status = pending, pending.title, self.Status.PUBLISHED
            self.published_at, self.verified_at = self.published_at or now, now
            self.save(update_fields=["current", "title", "status", "published_at", "verified_at"])
            Schedule.objects.filter(article_id=self.pk).delete()
            self.close_recheck(by=by)
            Event.record(
                "kb.article.published",
                actor=by,
                subject=self,
                topic=self.topic,
                revision=pending.number,
                significance=pending.significance,
                first=is_first,
                tells=is_first or pending.tells,
            )
            self._credit(pending, by)
            self._freshen_sources()

    def approvable(self, by, revision: Revision | None = None) -> Revision | None:
        """The revision in review, if `by` may let it through; None if `revision` is what readers see already.

        Call with the article locked. Raises PermissionDenied for who wrote it, and ValidationError when it is not in
        review, is not the newest, quotes what its readers may not see, or shows a video without captions.
        """
        pending = self.pending_revision()
        if revision is not None and (pending is None or pending.pk != revision.pk):
            if revision.pk == self.current_id:
                return None
            raise ValidationError(_("There is a newer revision than the one you read. Read that one first."))
        if pending is None or not pending.is_in_review:
            raise ValidationError(_("Nobody has handed this revision in for review yet."))
        if pending.author_id == by.pk:
            raise PermissionDenied(_("You wrote this: somebody else has to read and publish it."))
        self.require_sources_in_sight(pending)
        pending.require_captions()
        return pending

    def send_back(self, *, by, reason: str) -> None:
        """Take the revision out of review, with a reason for its author. Locks the article.

        Raises ValidationError when nothing is in review.
        """
        with transaction.atomic():
            self.lock()
            pending = self.pending_revision()
            if pending is None or not pending.is_in_review:
                raise ValidationError(_("Nothing of this article is in review."))
            _take_out_of_review(pending)
            if reason:
                ReviewComment.objects.create(revision=pending, author=by, body=reason, sent_back=True)
            self._set_status_before_publication(self.Status.DRAFT)
            Event.record("kb.article.sent-back", actor=by, subject=self, topic=self.topic, revision=pending.number)

    def comment_on_review(self, *, by, body: str) -> ReviewComment:
        """Say something about the newest revision, to its author and reviewers only."""
        with transaction.atomic():
            newest = self.newest_revision()
            comment = ReviewComment.objects.create(revision=newest, author=by, body=body)
            Event.record("kb.article.commented", actor=by, subject=self, topic=self.topic, revision=newest.number)
        return comment

    def archive(self, *, by) -> None:
        """Take a published article away from readers; it is kept. Doing it twice changes nothing. Locks the article."""
        self._move(self.Status.PUBLISHED, self.Status.ARCHIVED, "kb.article.archived", by)

    def restore(self, *, by) -> None:
        """Show an archived article again, as it was. Doing it twice changes nothing. Locks the article."""
        self._move(self.Status.ARCHIVED, self.Status.PUBLISHED, "kb.article.restored", by)

    def hide(self, *, by) -> None:
        """Take the article out of sight, for all but its owner and the staff. Who and why stands in the Decision."""
        self._set_hidden(timezone.now(), by)

    def unhide(self, *, by) -> None:
        """Show the article again."""
        self._set_hidden(None, by)

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",)))

    # -- Steps of the verbs

    def _move(self, start: str, end: str, verb: str, by) -> None:
        with transaction.atomic():
            self.lock()
            if self.status == end:
                return
            if self.status != start:
                raise ValidationError(_("This article was never published."))
            self.status = end
            self.save(update_fields=["status"])
            if end == self.Status.ARCHIVED:
                self.close_recheck(by=by)
                self.end_asking(by=by, why=Asking.Why.ARCHIVED)
            Event.record(verb, actor=by, subject=self, topic=self.topic)
            self._freshen_sources()

    def _set_hidden(self, at, by) -> None:
        with transaction.atomic():
            self.lock()
            if (at is None) == (self.hidden_at is None):
                return
            self.hidden_at = at
            self.save(update_fields=["hidden_at"])
            Event.record(f"{self.noun}.{'hidden' if at else 'shown'}", actor=by, subject=self, topic=self.topic)
            self._freshen_sources()

    def _set_status_before_publication(self, status: str) -> None:
        """What is published stays so while its next revision is written and reviewed."""
        if self.current_id is None:
            self.status = status
            self.save(update_fields=["status"])

    def require_sources_in_sight(self, revision: Revision) -> None:
        """Words from a private thread stay with those who may read that thread."""
        if self.audience in (Audience.STAFF, Audience.ORGANISATION):
            return
        sources = list(revision.sources.select_related("post_revision"))
        in_sight = posts_in_sight(sources, None)
        if any(source.post_key not in in_sight for source in sources):
            raise ValidationError(
                _("One of the sources is not public. Take its words out, or publish for a smaller audience.")
            )

    def _credit(self, revision: Revision, by) -> None:
        """Say, once for each, whose words helped to make this article: an event for authors new in this revision."""
        authors = {source.author_id for source in revision.sources.all()}
        before = Revision.objects.approved().filter(article=self).exclude(pk=revision.pk)
        known = set(ArticleSource.objects.filter(revision__in=before).values_list("author_id", flat=True))
        for author in sorted(authors - known):
            Event.record(
                "kb.article.credited",
                actor=by,
                subject=self,
                topic=self.topic,
                member=author,
                revision=revision.number,
            )

    def _freshen_sources(self) -> None:
        """The pages of the sources, and of this article in other languages, show it: they are stale now."""
        self.freshen_languages()
        if self.current is None:
            return
        sources = self.current.sources.select_related("post_revision")
        for post in {source.post_key: source.post_revision.post for source in sources}.values():
            if post is not None and hasattr(post, "page_keys"):
                transaction.on_commit(partial(versions.bump, *post.page_keys()))


def _write(revision: Revision, **words: str) -> None:
    """Fill a revision and save it. Raises ValidationError when there is neither a step nor a story."""
    before = revision.whole_html
    revision.write(**words)
    if not (revision.steps or revision.body):
        raise ValidationError(_("Write what to do, the whole story, or both."))
    revision.created_at = timezone.now()
    revision.save()
    revision.note_pictures(by=revision.author, before=before)


def _take_out_of_review(revision: Revision) -> None:
    revision.submitted_at = None
    revision.save(update_fields=["submitted_at"])
    Schedule.objects.filter(revision=revision).delete()

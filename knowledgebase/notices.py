"""What members are told about articles: whose words became one, and what became of what they wrote."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.members.models import Member
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice, withdrawn_by
from knowledgebase.models import Article, Asking, Revision, Schedule, SourceTask

_YOURS = _("You get this because you wrote it.")

withdrawn_by("kb.article.hidden")


@notice("kb.article.credited")
def words_became_an_article(event) -> Iterator[Notice]:
    """Whose words an article is made of, once readers see it."""
    article: Article = event.subject
    if not article.is_published:
        return
    yield Notice(
        to=Member.objects.filter(pk=event.data.get("member")),
        kind=Kind.RECOGNITION,
        title=_("Your words became an article"),
        subject=_("Your words became an article"),
        words=article.current.summary_html or article.current.steps_html,
        next_step=_("Your name stands on it. Whoever has the same problem finds it from now on."),
        action=_("See the article"),
        because=_("You get this because the article names what you wrote as a source."),
        url=article.get_absolute_url(),
        state="lit",
        state_word=_("Published"),
        **_about(article),
    )


@notice("kb.article.published")
def article_published(event) -> Iterator[Notice]:
    """Who wrote the revision, and whose article it is."""
    article: Article = event.subject
    revision = _revision(event)
    if revision is None or not article.is_published:
        return
    yield Notice(
        to=[revision.author, article.owner],
        kind=Kind.MINE,
        title=format_lazy(_("{name} published your article"), name=_name(event)),
        actor=event.actor,
        action=_("See the article"),
        because=_YOURS,
        url=article.get_absolute_url(),
        state="lit",
        state_word=_("Published"),
        **_about(article),
    )


@notice("kb.article.sent-back")
def article_sent_back(event) -> Iterator[Notice]:
    """Who wrote the revision, with the reason."""
    revision = _revision(event)
    if revision is None or revision.is_in_review or revision.is_approved:
        return
    said = revision.review_comments.filter(sent_back=True).last()
    yield Notice(
        to=[revision.author],
        title=format_lazy(_("{name} sent your article back to you"), name=_name(event)),
        words=linebreaks(said.body, autoescape=True) if said else "",
        next_step=_("Change what is asked for, then hand it in again."),
        **_to_writer(event),
    )


@notice("kb.article.commented")
def revision_commented(event) -> Iterator[Notice]:
    """Who wrote the revision, with the remark."""
    revision = _revision(event)
    said = revision.review_comments.filter(author=event.actor).last() if revision else None
    if said is None:
        return
    yield Notice(
        to=[revision.author, event.subject.owner],
        title=format_lazy(_("{name} has a remark about your article"), name=_name(event)),
        words=linebreaks(said.body, autoescape=True),
        **_to_writer(event),
    )


@notice("kb.article.source-changed")
def source_changed(event) -> Iterator[Notice]:
    """Whose article it is, with what happened to the post that it quotes."""
    article: Article = event.subject
    task = SourceTask.objects.open().filter(pk=event.data.get("task"), article=article).first()
    if task is None:
        return
    yield Notice(
        to=[article.owner],
        kind=Kind.MINE,
        title=format_lazy(_("A source of your article {what}"), what=task.get_kind_display()),
        subject=_("A source of your article has changed"),
        next_step=_("Look at both texts, then take the new words over, or say why the article stays as it is."),
        action=_("See what changed"),
        because=_("You get this because the article is yours."),
        url=task.get_absolute_url(),
        state="dim",
        state_word=_("To look at"),
        **_about(article) | {"is_private": True},
    )


@notice("kb.article.taken-over")
def edit_taken_over(event) -> Iterator[Notice]:
    """Who was writing when somebody took over."""
    yield Notice(
        to=Member.objects.filter(pk=event.data.get("member")),
        title=format_lazy(_("{name} writes your article on"), name=_name(event)),
        next_step=_("You were writing when they took over. What you typed is kept as your draft of the form."),
        **_to_writer(event),
    )


@notice("kb.article.went-stale")
def translation_went_stale(event) -> Iterator[Notice]:
    """Whose translation no longer says what the original says."""
    article: Article = event.subject
    if not article.staleness:
        return
    yield Notice(
        to=[article.owner],
        title=_("The original of your translation has changed"),
        words=linebreaks(article.get_staleness_display(), autoescape=True),
        next_step=_("The form shows what changed in the original. Readers are told until you have caught up."),
        **_to_writer(event),
    )


@notice("kb.article.not-published")
def not_published(event) -> Iterator[Notice]:
    """Who approved an article for a time, and whose it is, when something stood in its way."""
    article: Article = event.subject
    schedule = Schedule.objects.filter(article=article).exclude(refused_because="").select_related("by").first()
    if schedule is None:
        return
    yield Notice(
        to=[schedule.by, article.owner],
        title=_("An article was not published at its time"),
        words=linebreaks(schedule.refused_because, autoescape=True),
        next_step=_("Put it right, then publish it or choose another time."),
        **_to_writer(event) | {"actor": None},
    )


@notice("kb.article.check-due", "kb.article.found-wanting")
def to_be_checked(event) -> Iterator[Notice]:
    """Whose article is to be checked, or was found to need an edit."""
    article: Article = event.subject
    check = article.rechecks.open().select_related("release").first()
    if check is None:
        return
    why = check.reason or (f"{check.get_why_display()}: {check.release}" if check.release else check.get_why_display())
    yield Notice(
        to=[article.owner],
        title=format_lazy(_("Your article: {state}"), state=check.get_state_display()),
        words=linebreaks(str(why), autoescape=True),
        next_step=_("Read it again: say that it still holds, or write the next revision."),
        **_to_writer(event),
    )


@notice("kb.article.asking-ended")
def asking_ended(event) -> Iterator[Notice]:
    """Whose article it is, and who asked its readers: how many answered. No answer is in it."""
    asking = Asking.objects.filter(pk=event.data.get("asking")).select_related("asked_by").first()
    if asking is None or asking.ended_at is None:
        return
    article: Article = event.subject
    answered = ngettext("%(n)s reader answered.", "%(n)s readers answered.", asking.answer_count)
    yield Notice(
        to=[article.owner, asking.asked_by],
        title=_("The question to the readers of an article has ended"),
        words=linebreaks(f"{asking.text} {answered % {'n': asking.answer_count}}", autoescape=True),
        **_to_writer(event)
        | {
            "action": _("Read the answers"),
            "because": _("You get this because the article is yours, or because you asked."),
            "url": reverse("kb:asking-detail", args=[article.slug, asking.pk]),
            "state": "lit" if asking.answer_count else "dim",
            "state_word": asking.get_why_ended_display().capitalize(),
        },
    )


def _to_writer(event) -> dict[str, Any]:
    article: Article = event.subject
    return _about(article) | {
        "kind": Kind.MINE,
        "actor": event.actor,
        "action": _("Open the article"),
        "because": _YOURS,
        "url": reverse("kb:article-review", args=[article.slug]),
        "state": "dim",
        "state_word": article.get_status_display(),
        "is_private": True,
    }


def _about(article: Article) -> dict[str, Any]:
    return {
        "thread": article,
        "thread_title": article.title,
        "in_sight": article,
        "is_private": not article.is_public,
    }


def _revision(event) -> Revision | None:
    revisions = event.subject.revisions.select_related("author", "article__owner")
    return revisions.filter(number=event.data.get("revision")).first()


def _name(event) -> Any:
    return event.actor.name if event.actor else _("An editor")

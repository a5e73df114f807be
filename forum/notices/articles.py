"""Told without asking: an article says what somebody had asked, and a version has a known issue."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Release
from community.lib import markdown
from community.members.models import Member
from community.notifications.models import Kind, Subscription
from community.notifications.notices import Notice, followers_of, notice
from forum.models import Answer, Question
from forum.notices.common import waiting_for
from knowledgebase.models import Article, Revision


@notice("kb.article.published", before_others=True)
def asked_about_it(event) -> Iterator[Notice]:
    """Who asked what the article was written from, or what is a duplicate of that; then who said “me too” there.

    The first time, and by a major change whose writer wants it. Whose words the article newly quotes hear that instead; of
    a translation hear those who read its language.
    """
    article: Article = event.subject
    if not article.is_published or not event.data.get("tells"):
        return
    revision = article.revisions.filter(number=event.data.get("revision")).first()
    questions = questions_behind(revision) if revision else Question.objects.none()
    is_first = event.data.get("first")
    common = {
        "thread": article,
        "thread_title": article.title,
        "url": article.get_absolute_url(),
        "in_sight": article,
        "is_private": not article.is_public,
        "words": article.current.summary_html or article.current.steps_html,
        "state": "lit",
        "state_word": _("Published") if is_first else _("Changed"),
        "action": _("Read the article"),
        "next_step": _("Does it help? Say so below the article: one press is enough."),
        "gathers": True,
    }
    to = _hearing(article, questions, event)
    yield Notice(
        to=to.filter(pk__in=questions.values("author")),
        kind=Kind.MINE,
        title=_("What you asked about is an article now") if is_first else _("An article on your question has changed"),
        because=_("You get this because the article was written from what you asked, or from the same question."),
        **common,
    )
    yield Notice(
        to=to.filter(me_toos__question__in=questions).distinct(),
        kind=Kind.FOLLOWED,
        title=_("A problem that you have too is an article now")
        if is_first
        else _("An article on a problem that you have too has changed"),
        because=_("You get this because you said that you have this problem too."),
        **common,
    )


@notice("forum.question.ended")
def known_issue_of_a_release(event) -> Iterator[Notice]:
    """Who follows the version in which something is a known issue, or uses it: they asked, or tried an answer, on it.

    Who waits for the question itself is told of its end. The others get it with what else is new; the version is the
    thread, so that one click stops it.
    """
    question: Question = event.subject
    release = question.release
    is_known = question.outcome == event.data.get("outcome") == Question.Outcome.KNOWN_ISSUE
    if release is None or not is_known:
        return
    told = Member.objects.filter(
        Q(pk__in=followers_of(release).values("pk")) | Q(pk__in=users_of(release).values("pk"))
    )
    yield Notice(
        to=told.exclude(pk__in=[member.pk for member in waiting_for(question, and_asker=True)]),
        kind=Kind.FRESH,
        thread=release,
        thread_title=str(release),
        place=question,
        title=format_lazy(_("Known issue: {title}"), title=question.title),
        subject=format_lazy(_("A known issue of {release}"), release=release),
        words=markdown.render(question.outcome_reason),
        url=question.get_absolute_url(),
        in_sight=question,
        actor=event.actor,
        is_private=not question.is_public,
        state=question.lamp,
        state_word=Question.Outcome.KNOWN_ISSUE.label,
        action=_("See the whole story"),
        because=_("You get this because you follow this version, or asked or tried something on it."),
        gathers=True,
    )


def questions_behind(revision: Revision):
    """Questions that a revision quotes, or one of whose answers it quotes, and what is a duplicate of them. Not hidden ones."""
    kinds = ContentType.objects.get_for_models(Question, Answer)
    quoted = revision.sources.all()
    asked = quoted.filter(post_revision__post_type=kinds[Question]).values("post_revision__post_id")
    answered = quoted.filter(post_revision__post_type=kinds[Answer]).values("post_revision__post_id")
    own = Q(pk__in=asked) | Q(pk__in=Answer.objects.filter(pk__in=answered).values("question"))
    behind = Question.objects.filter(own)
    return Question.objects.shown().filter(own | Q(duplicate_of__in=behind.values("pk")))


def users_of(release: Release):
    """Members who asked about a version, said “me too” to that, or tried an answer on it."""
    about = Question.objects.shown().filter(release=release)
    return Member.objects.filter(
        Q(pk__in=about.values("author")) | Q(pk__in=about.values("me_toos__member")) | Q(confirmations__release=release)
    ).distinct()


def _hearing(article: Article, questions, event):
    """Members who may be told: not those who muted such a question, nor whom the credit of this revision tells already."""
    muted = Subscription.objects.filter(
        subject_type=ContentType.objects.get_for_model(Question),
        subject_id__in=questions.values("pk"),
        muted_at__isnull=False,
    )
    credited = Event.objects.about(article).filter(
        verb="kb.article.credited", data__revision=event.data.get("revision")
    )
    members = Member.objects.exclude(pk__in=muted.values("member"))
    members = members.exclude(pk__in=list(credited.values_list("data__member", flat=True)))
    return members.filter(language=article.language) if article.is_translation else members

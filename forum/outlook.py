"""What will happen when a thread is moved, merged or split, in sentences: for who is about to do it.

Each function raises ValidationError with what is in the way, as the verb would.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.catalogue.models import Topic
from community.clocks.models import Clock, ServiceTarget
from community.clocks.models.clock import moment_in_words
from community.notifications.models import Subscription
from forum.models import Answer, Question
from forum.models.arranging import may_stand_in
from forum.models.merge import may_merge
from forum.models.split import may_ask


def of_move(question: Question, topic: Topic) -> list[str]:
    """Three queries at most."""
    may_stand_in(topic)
    sentences = [
        _("It stands in “%(to)s”, no longer in “%(from)s”. Its address stays.")
        % {"to": topic.name, "from": question.topic.name},
        _promise_after(question, topic),
        _("What its answers say of who is often right counts in “%(to)s”. Points that were earned stay.")
        % {"to": topic.name},
        _("Who asked and who answered are told, with your reason."),
    ]
    return [sentence for sentence in sentences if sentence]


def of_merge(question: Question, into: Question, reason: str) -> list[str]:
    """Four queries at most."""
    canonical = into.leads_to
    may_merge(question, canonical, reason=reason)
    answers, comments = question.answers.count(), question.comments.count()
    followers = Subscription.objects.to(question).count()
    return [
        _("“%(gone)s” leads to “%(stays)s” from now on, for readers and search engines.")
        % {"gone": question.title, "stays": canonical.title},
        ngettext("%d answer goes there,", "%d answers go there,", answers) % answers
        + " "
        + ngettext(
            "and %d comment. Votes and points stay with them.",
            "and %d comments. Votes and points stay with them.",
            comments,
        )
        % comments,
        _solution_after(question, canonical),
        ngettext(
            "%d person who follows it follows the other one,",
            "%d people who follow it follow the other one,",
            followers,
        )
        % followers
        + " "
        + _("and who has the problem too, or is just writing an answer, goes along."),
        _("Who asked and everybody whose words move are told, with your reason."),
        _("You can undo it in the history of the question: what came along goes back, what was said since stays."),
    ]


def of_split(question: Question, *, asks, answers: list[Answer], title: str, topic: Topic, by) -> list[str]:
    """No query for what the form has read."""
    may_stand_in(topic)
    if asks is not None:
        may_ask(asks)
    name = by.name if asks is None else asks.author.name
    sentences = [
        _("%(name)s asks “%(title)s” in “%(topic)s”, and is told of answers.")
        % {"name": name, "title": title, "topic": topic.name},
    ]
    if answers:
        sentences.append(
            ngettext(
                "%d answer goes there with its comments.", "%d answers go there with their comments.", len(answers)
            )
            % len(answers)
        )
    if isinstance(asks, Answer):
        sentences.append(_("What asks is no answer here any more: votes for it are not counted, points stay."))
    if not any(answer.author_id != (by.pk if asks is None else asks.author_id) for answer in answers):
        sentences.append(_("Nobody has answered it yet, so the promise of an answer begins."))
    sentences += [
        _("Each of the two questions shows the way to the other one."),
        _("Who asked and everybody whose words move are told, with your reason."),
        _("There is no undoing. To take it back, merge the new question into this one."),
    ]
    return sentences


def _promise_after(question: Question, topic: Topic) -> str:
    clock = Clock.objects.of(question).open().filter(promise=Clock.Promise.FIRST_ANSWER).first()
    if clock is None:
        return ""
    now = timezone.now()
    target = ServiceTarget.for_promise(clock.promise, topic)
    due_at = target.due_after(clock.paused_at or now) if target is not None else clock.due_at
    if clock.broken_at is None and due_at < clock.due_at:
        return _("An answer is promised sooner there: by %(when)s.") % {"when": moment_in_words(due_at, now)}
    return _("The promise stays: an answer by %(when)s.") % {"when": moment_in_words(clock.due_at, now)}


def _solution_after(question: Question, canonical: Question) -> str:
    if not question.is_solved:
        return _("The solution there stays.") if canonical.is_solved else _("Nothing is marked as the solution yet.")
    if canonical.is_solved:
        return _("The solution there stays; the one from here is an answer that worked for who asked here.")
    if question.author_id == canonical.author_id and not canonical.outcome:
        return _("The solution becomes that of the other question, since the same person asked both.")
    return _("The solution becomes an answer that worked for who asked here: who asked there accepts for themselves.")

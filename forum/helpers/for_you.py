"""Questions for you: what waits for help, in the order in which one helper could answer it."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from community.catalogue.models import Topic
from community.members.models import Member
from forum.helpers.likelihood import ELSEWHERE, Standing
from forum.models import Answer, Claim, Invitation, Pass, Question

_LOOKED_AT = 200  # the newest questions that wait; older ones are the second tier's by then


@dataclass(frozen=True)
class Offer:
    """A question for a helper, and why it is offered to them."""

    question: Question
    knows_topic: bool
    writers: list[str]
    asked_by: str | None  # the name of who asked this helper to answer it


def questions_for(member: Member, *, how_many: int = 20) -> list[Offer]:
    """Questions that wait for help and that this member could answer, the likeliest first. Four queries.

    What they were asked to answer first, then what is in their language, by how much they do and how often they are right in
    the topic, and the oldest. What they passed, asked or answered is left out, and what waits for its asker; what somebody
    else writes about now comes last.
    """
    own = [Standing(*row) for row in member.expertises.values_list("member_id", "topic_id", "presence", "share")]
    usual = dict(Topic.objects.values_list("pk", "usually_right"))
    known = {standing.topic_id for standing in own}

    def place(question: Question) -> tuple:
        presence, share = 0.0, usual.get(question.topic_id, 0.25)
        for standing in own:
            is_here = standing.topic_id == question.topic_id
            presence += standing.presence * (1 if is_here else ELSEWHERE)
            share = standing.share if is_here else share
        return (bool(question.writers), question.language != member.language, -presence * share, question.created_at)

    offered = _offered(member)
    asked = list(offered.open().filter(pk__in=member.invitations.open().values("question")))
    waiting = offered.waiting_for_help().exclude(pk__in=[question.pk for question in asked])[:_LOOKED_AT]
    ordered = [*sorted(asked, key=place), *sorted(waiting, key=place)]
    return [
        Offer(question, question.topic_id in known, question.writers, question.asked_by)
        for question in ordered[:how_many]
    ]


def _offered(member: Member) -> models.QuerySet:
    """Questions to which the member could still say something, the newest first, with `writers` and `asked_by`."""
    return (
        Question.objects.visible_to(member)
        .shown()
        .filter(locked_at=None, needs_info_since=None)
        .exclude(author=member)
        .exclude(Exists(Answer.objects.filter(question=OuterRef("pk"), author=member)))
        .exclude(Exists(Pass.objects.filter(question=OuterRef("pk"), member=member)))
        .annotate(
            writers=ArraySubquery(Claim.objects.writers_beside(member)),
            asked_by=Subquery(Invitation.objects.who_asked(member)),
        )
        .for_rows()
        .newest_first()
    )

"""Who could be asked to answer a question: the likeliest to be right, spread over those who are asked seldom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, FloatField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from community.catalogue.models import Topic
from community.members.models import Expertise, Member
from forum.helpers.likelihood import ELSEWHERE, Standing, likelihoods
from forum.models import Question
from forum.models.invitation import AT_MOST, Invitation, who_may_be_asked

LATELY = timedelta(days=7)
OTHER_LANGUAGE = 0.3  # how likely somebody answers who reads the site in another language
_LOOKED_AT = 150  # standings of the most present members


@dataclass(frozen=True)
class Asked:
    """What somebody made of the invitations they got."""

    lately: int = 0  # of the last seven days
    open: int = 0
    accepted: int = 0
    said: int = 0  # accepted, declined or ignored

    @property
    def availability(self) -> float:
        """By what their likelihood is multiplied; 1 for who was never asked.

        Who was asked once this week is half as likely to be asked again, and open invitations count twice: that spreads
        the load. Who takes up what they are asked is asked more often; with a prior of one in two that is worth four.
        """
        takes_up = (self.accepted + 2) / (self.said + 4)
        return 2 * takes_up / (1 + self.lately + self.open)


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could be asked, and why."""

    member: Member
    topic: Topic
    expertise: Expertise | None  # in the topic of the question
    asked: Asked

    @property
    def why(self) -> str:
        """A sentence for whoever asks."""
        if self.expertise is not None and self.expertise.is_proven:
            return _("Right more often than most in {topic}.").format(topic=self.topic.name)
        if self.expertise is not None:
            return _("Has helped in {topic} before.").format(topic=self.topic.name)
        return _("Has helped in other topics, and was here lately.")


def who_to_ask(question: Question, *, by: Member, how_many: int = AT_MOST) -> list[Suggestion]:
    """Members to ask, the best first: by expertise, load and fairness. Four queries, and one for each when it is not public."""
    weight = Case(
        When(topic=question.topic_id, then=F("presence")),
        default=F("presence") * Value(ELSEWHERE),
        output_field=FloatField(),
    )
    present = Expertise.objects.order_by(weight.desc(), "pk").values_list("member_id", flat=True)[:_LOOKED_AT]
    lately = timezone.now() - LATELY
    people = {
        member.pk: member
        for member in who_may_be_asked(question, by=by)
        .filter(pk__in=set(present))
        .annotate(
            asked_lately=Count("invitations", filter=Q(invitations__invited_at__gt=lately)),
            asked_open=_counted(Invitation.State.OPEN),
            accepted=_counted(Invitation.State.ACCEPTED),
            said=_counted(Invitation.State.ACCEPTED, Invitation.State.DECLINED, Invitation.State.IGNORED),
        )
    }
    known = list(Expertise.objects.filter(member__in=people).select_related("topic"))
    here = {row.member_id: row for row in known if row.topic_id == question.topic_id}
    asked = {pk: Asked(m.asked_lately, m.asked_open, m.accepted, m.said) for pk, m in people.items()}
    usual = Topic.objects.values_list("usually_right", flat=True).get(pk=question.topic_id)
    likely = likelihoods(
        [Standing(row.member_id, row.topic_id, row.presence, row.share) for row in known],
        topic_id=question.topic_id,
        usual=usual,
    )
    fitting = {
        pk: value * asked[pk].availability * (1 if people[pk].language == question.language else OTHER_LANGUAGE)
        for pk, value in likely.items()
    }
    best = sorted(fitting, key=lambda pk: (-fitting[pk], pk))
    return [
        Suggestion(people[pk], question.topic, here.get(pk), asked[pk])
        for pk in _in_sight(best, people, question, how_many)
    ]


def _counted(*states: Invitation.State) -> Count:
    return Count("invitations", filter=Q(invitations__state__in=states))


def _in_sight(best: Iterable[int], people: dict[int, Member], question: Question, how_many: int) -> list[int]:
    """The first who may read the question."""
    found: list[int] = []
    for pk in best:
        if len(found) == how_many:
            break
        if question.is_public or Question.objects.visible_to(people[pk]).filter(pk=question.pk).exists():
            found.append(pk)
    return found

"""For whom, and about which topic: every figure and every list of rows starts here."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.content.audiences import audience_scope
from community.insights.window import Window
from community.members.models import Member
from community.support.models import Case
from forum.models import Answer, Confirmation, Deflection, Exposure, MeToo, Question, Suggestion
from knowledgebase.models import Article


@dataclass(frozen=True)
class Scope:
    """What `person` may know of, about `topic` or about all; of suggestions, about one `thing` ("article", 12) or all.

    Of looks before asking, those that ended in one kind of `contact`, or all.
    """

    person: Any
    topic: Topic | None = None
    thing: tuple[str, int] | None = None
    contact: str = ""

    def about(self, field: str = "topic") -> Q:
        """The condition that a row is about the topic."""
        return Q(**{field: self.topic}) if self.topic is not None else Q()

    # "Asked here, by a person, for an answer; and asked once." What was imported, hidden or asked before is left out.
    def questions(self) -> Any:
        return Question.objects.filter(audience_scope(self.person), self.about(), hidden_at=None, origin=None).asked()

    def questions_with_facts(self, window: Window) -> Any:
        """Questions of the window and the time before it, with what became of them.

        `first_answer_at` and `first_by_staff`: of the first answer by a person who is not the asker. `promised_by`: until
        when it was promised. `in_time`, `late`: how that ended, neither while it runs. `waits_too_long`: past its promise,
        and nobody answered. `is_inferred`: probably solved.
        """
        human = (
            Answer.objects.filter(question=OuterRef("pk"), hidden_at=None, origin=None, author__is_automatic=False)
            .exclude(author=OuterRef("author"))
            .order_by("created_at", "pk")
        )
        in_a_group = Member.groups.through.objects.filter(member_id=OuterRef("author_id"))
        promise = Clock.objects.filter(
            subject_type=ContentType.objects.get_for_model(Question),
            subject_id=OuterRef("pk"),
            promise=Clock.Promise.FIRST_ANSWER,
        )
        broken = Q(broken_at__isnull=False) | Q(pk__in=Clock.objects.overdue(window.until))
        return (
            self.questions()
            .filter(window.holds_or_before("created_at"))
            .annotate(
                first_answer_at=Subquery(human.values("created_at")[:1]),
                first_by_staff=Subquery(human.annotate(staff=Exists(in_a_group)).values("staff")[:1]),
                promised_by=Subquery(promise.order_by("started_at", "pk").values("due_at")[:1]),
                is_broken=Exists(promise.filter(broken)),
                is_overdue=Exists(promise.overdue(window.until)),
                is_inferred=Exists(Question.objects.probably_solved(window.until).filter(pk=OuterRef("pk"))),
            )
            .annotate(
                in_time=_whether(Q(first_answer_at__lte=F("promised_by"))),
                late=_whether(Q(first_answer_at__gt=F("promised_by")) | Q(first_answer_at=None, is_broken=True)),
                waits_too_long=_whether(Q(first_answer_at=None, is_overdue=True)),
            )
        )

    def solved_for_somebody(self, window: Window) -> Any:
        """Questions that were solved in the window by somebody else than their asker."""
        return (
            self.questions()
            .filter(window.holds("solved_at"), solution__origin=None)
            .exclude(solution__author=F("author"))
        )

    def shared_and_solved(self, window: Window) -> Any:
        """Each "I have this too" on such a question, but for who solved it."""
        return MeToo.objects.filter(question__in=self.solved_for_somebody(window)).exclude(
            member=F("question__solution__author")
        )

    def confirmed(self, window: Window) -> Any:
        """Each "it worked for me" of the window, about an answer that was written here."""
        return Confirmation.objects.worked().filter(
            window.holds("at"), answer__question__in=self.questions(), answer__hidden_at=None, answer__origin=None
        )

    def helped(self, window: Window) -> Q:
        """The condition that a member was helped in the window."""
        askers = self.solved_for_somebody(window).values("author_id")
        others = self.shared_and_solved(window).values("member_id")
        tried = self.confirmed(window).values("member_id")
        return Q(pk__in=askers) | Q(pk__in=others) | Q(pk__in=tried)

    def cases(self) -> Any:
        """All cases: from questions and private requests."""
        return Case.objects.filter(self.about())

    def exposures(self, window: Window) -> Any:
        """First looks of the window, in either group."""
        looks = Exposure.objects.filter(window.holds("at"), self.about())
        return looks.filter(contact=self.contact) if self.contact else looks

    def deflections(self, window: Window, *, helped: bool = False) -> Any:
        """Looks of the window that ended with a button, at the thing if there is one, which perhaps `helped`."""
        looks = Deflection.objects.filter(window.holds("at"), self.about())
        if self.thing is None:
            return looks
        name, pk = self.thing
        shown = Suggestion.objects.filter(deflection=OuterRef("pk"), subject_type__model=name, subject_id=pk)
        return looks.filter(Exists(shown.filter(helped=True) if helped else shown))

    def asked_after_reading(self, window: Window) -> Any:
        """Questions of the window by somebody who came from an article: the one of `thing`, or any.

        Those that were asked before count too: reading the article did not tell their asker.
        """
        asked = Question.objects.filter(audience_scope(self.person), self.about(), window.holds("created_at"))
        asked = asked.filter(hidden_at=None, origin=None, kind=Question.Kind.QUESTION)
        if self.thing is None:
            return asked.exclude(after_article=None)
        name, pk = self.thing
        return asked.filter(after_article=pk) if name == "article" else asked.none()

    def articles(self) -> Any:
        """Articles that readers have seen, also those that were archived or hidden since."""
        return Article.objects.filter(audience_scope(self.person), self.about(), published_at__isnull=False)

    def articles_with_readers(self, window: Window) -> Any:
        """Articles first published in the window, or about which readers said something in it: `is_new`, `yes`, `no`."""
        said = window.holds("helpful_votes__at")
        return (
            self.articles()
            .annotate(
                yes=Count("helpful_votes", filter=said & Q(helpful_votes__helped=True)),
                no=Count("helpful_votes", filter=said & Q(helpful_votes__helped=False)),
                is_new=_whether(window.holds("published_at")),
            )
            .filter(Q(is_new=True) | Q(yes__gt=0) | Q(no__gt=0))
        )


def _whether(condition: Q) -> ExpressionWrapper:
    """A column that says whether a condition holds."""
    return ExpressionWrapper(condition, output_field=BooleanField())

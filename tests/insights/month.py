"""A month that has one of everything, reached through the verbs; only the dates are moved afterwards."""

from datetime import datetime, timedelta

from django.utils import timezone

from community.catalogue.models import Topic
from community.clocks.models import Clock, ServiceTarget
from community.content.models import Origin
from community.members.models import Member
from community.support.models import Case
from forum.models import Answer, Duplicate, MeToo, Question
from knowledgebase.models import Article, HelpfulVote
from tests.cast import Cast, make_answer, make_member, make_question, make_topic
from tests.knowledgebase.articles import make_published

PROMISE = timedelta(hours=4)


class Month:
    """Questions by name, as `month.named["quick"]`."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.wifi, self.bills = make_topic("Wi-Fi"), make_topic("Billing")
        self.robot = make_member("robot", is_automatic=True)
        self.named: dict[str, Question] = {}
        ServiceTarget.objects.get_or_create(promise="first-answer", topic=None, defaults={"minutes": 240})
        self._questions()
        self._reactions()
        self._cases()
        self._articles()

    def ask(self, name: str, days: float, topic: Topic | None = None, by: Member | None = None, **fields) -> Question:
        """A question asked `days` ago, whose promise fell due four hours later."""
        question = make_question(by=by or self.cast.asker, topic=topic or self.wifi, title=f"About {name}", **fields)
        at = timezone.now() - timedelta(days=days)
        Question.objects.filter(pk=question.pk).update(created_at=at, last_activity_at=at)
        Clock.objects.of(question).update(started_at=at, due_at=at + PROMISE)
        question.refresh_from_db()
        self.named[name] = question
        return question

    def answer(self, question: Question, by: Member, hours: float, **fields) -> Answer:
        """An answer so many hours after the question."""
        answer = make_answer(question, by=by, **fields)
        at = question.created_at + timedelta(hours=hours)
        Answer.objects.filter(pk=answer.pk).update(created_at=at)
        Clock.objects.of(question).filter(kept_at__isnull=False).update(kept_at=at)
        answer.refresh_from_db()
        return answer

    def solve(self, question: Question, answer: Answer, days: float) -> None:
        question.accept(answer, by=question.author)
        Question.objects.filter(pk=question.pk).update(solved_at=ago(days))

    def _questions(self) -> None:
        cast = self.cast
        quick = self.ask("quick", 5)
        self.solve(quick, self.answer(quick, cast.helper, 1), 4)
        late = self.ask("late", 6, topic=self.bills)
        self.answer(late, cast.agent, 30)
        self.answer(late, cast.helper, 40)
        self.ask("waiting", 3)
        self.ask("fresh", 0.01)
        talking = self.ask("only the asker answered", 8)
        self.answer(talking, cast.asker, 1)
        machine = self.ask("only a program answered", 9)
        self.answer(machine, self.robot, 0.1)
        spam = self.ask("only spam answered", 10)
        self.answer(spam, cast.stranger, 2).hide(by=cast.moderator)
        liked = self.ask("liked", 20)
        self.answer(liked, cast.helper, 3).vote(by=cast.stranger)
        Question.objects.filter(pk=liked.pk).update(last_activity_at=ago(19))
        alone = self.ask("solved alone", 12)
        self.solve(alone, self.answer(alone, cast.asker, 5), 11)
        older = self.ask("older", 35)
        self.solve(older, self.answer(older, cast.helper, 2), 10)
        ancient = self.ask("before", 40)
        self.solve(ancient, self.answer(ancient, cast.agent, 6), 39)
        self.ask("a discussion", 4, kind=Question.Kind.DISCUSSION)
        self.ask("hidden", 4).hide(by=cast.moderator)
        Duplicate.mark(self.ask("asked again", 4), canonical=quick, by=cast.editor)
        origin = Origin.objects.create(site="elsewhere.example", kind=Origin.Kind.QUESTION, external_id="1")
        imported = self.ask("imported", 4)
        Question.objects.filter(pk=imported.pk).update(origin=origin)

    def _reactions(self) -> None:
        quick, older = self.named["quick"], self.named["older"]
        quick.say_me_too(by=self.cast.stranger)
        older.say_me_too(by=self.cast.stranger)
        older.say_me_too(by=self.cast.advocate)
        MeToo.objects.create(question=older, member=self.cast.helper)  # who solved it is not helped by it

    def _cases(self) -> None:
        case = Case.open_for(self.named["waiting"], by=self.cast.asker, why=Case.Why.ASKER)
        Case.objects.filter(pk=case.pk).update(opened_at=ago(2))
        Case.open_privately(by=self.cast.stranger, title="My card was charged twice", body="Canary words.")
        old = Case.open_for(self.named["before"], by=self.cast.agent, why=Case.Why.STAFF)
        Case.objects.filter(pk=old.pk).update(opened_at=ago(38))

    def _articles(self) -> None:
        new = make_published(self.cast, title="New article", topic=self.wifi)
        Article.objects.filter(pk=new.pk).update(published_at=ago(3))
        old = make_published(self.cast, title="Old article", topic=self.bills)
        Article.objects.filter(pk=old.pk).update(published_at=ago(50))
        quiet = make_published(self.cast, title="Old and quiet", topic=self.bills)
        Article.objects.filter(pk=quiet.pk).update(published_at=ago(50))
        for reader, article, helped, days in (
            ("one", new, True, 1),
            ("two", new, False, 1),
            ("three", old, True, 2),
            ("four", old, True, 40),
            ("five", new, True, 40),
        ):
            article.note_reader(reader=reader, helped=helped)
            HelpfulVote.objects.filter(reader=reader).update(at=ago(days))


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)

"""Each form sent twenty times at the same instant: one row, one event, one notification."""

import pytest
from django.test import Client

from community.activity.models import Event
from community.api.models import ApiKey
from community.incidents.models import Incident, IncidentUpdate
from community.moderation.models import Flag
from community.notifications.models import GuestSubscription, Mail, Notification, Subscription
from community.search.models import SavedSearch
from community.support.models import Case, CaseMessage, Note
from forum.asking.suggestions import Seen
from forum.models import Answer, Comment, Confirmation, Deflection, MeToo, Question, Vote
from knowledgebase.models import Article, ReviewComment
from tests.forum.races import at_once
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


class Form:
    """A form of the site: who sends it where, and what it must make one of."""

    def __init__(self, model, who, path, said):
        self.model, self.who, self.path, self.said = model, who, path, said


def forms(world: World) -> list[Form]:
    question, answer, _comment = world.thread
    q, a = f"/questions/{question.pk}/", f"/answers/{answer.pk}/"
    world.topic.save()
    other = world.question(title="The hub is offline since Monday")
    incident, case, article = world.incident, world.case, world.draft(title="How to begin")
    news = {"state": "monitoring", "body": "It is coming back.", "next_update_in": "60"}
    asked = {"title": "The hub blinks red", "body": "Since today.", "topic": world.topic.pk, "tags": "hub"}
    seen, seen_again = (Seen("Hub", world.topic.pk, [("question", question.pk)]).written for _time in range(2))
    filed = {"title": "How to name a hub", "steps": "Say it.", "topic": world.topic.pk, "section": world.section.pk}
    return [
        Form(Question, world.asker, "/questions/ask/", asked),
        Form(Question, world.stranger, "/questions/ask/", asked | {"title": "The hub is mute", "seen": seen_again}),
        Form(Deflection, world.asker, "/questions/deflections/", {"seen": seen, "helped": f"question-{question.pk}"}),
        Form(Answer, world.stranger, f"{q}answers/", {"body": "Hold reset."}),
        Form(Comment, world.stranger, f"{q}comments/", {"body": "Which version?"}),
        Form(Comment, world.stranger, f"{a}comments/", {"body": "Which channel?"}),
        Form(Vote, world.stranger, f"{a}vote/", {}),
        Form(MeToo, world.stranger, f"{q}me-too/", {}),
        Form(Confirmation, world.stranger, f"{a}confirmation/", {"worked": "yes"}),
        Form(Flag, world.stranger, f"/flags/answer/{answer.pk}/", {"reason": "spam"}),
        Form(Event, world.asker, f"/questions/{other.pk}/escalation/", {"reason": "It hurts."}),
        Form(
            Case,
            world.asker,
            "/cases/new/",
            {"title": "My hub was sold twice", "body": "It says Sam.", "topic": world.topic.pk},
        ),
        Form(CaseMessage, world.asker, f"/cases/{case.ref}/messages/", {"body": "Any news?"}),
        Form(Note, world.agent, f"/support/cases/{case.ref}/notes/", {"note-body": "Called them."}),
        Form(CaseMessage, world.agent, f"/support/cases/{case.ref}/messages/", {"body": "We look into it."}),
        Form(Incident, world.agent, "/incidents/new/", {"title": "Hubs show as offline", "severity": "minor"} | news),
        Form(IncidentUpdate, world.agent, f"/incidents/{incident.slug}/updates/", news),
        Form(
            Article,
            world.editor,
            "/kb/new/",
            {"summary": "Short.", "body": "", "audience": "public", "significance": "medium", "language": "en"} | filed,
        ),
        Form(ReviewComment, world.editor, f"/kb/{article.slug}/review/comments/", {"body": "Too long."}),
        Form(Subscription, world.stranger, f"/topics/{world.topic.slug}/follow/", {}),
        Form(SavedSearch, world.stranger, "/search/follow/", {"q": "blinking hub"}),
        Form(
            GuestSubscription, None, f"/questions/{other.pk}/follow-by-mail/", {"email": "g@example.net", "sure": "1"}
        ),
        Form(ApiKey, world.asker, "/accounts/api-keys/", {"name": "bot", "scope": "read", "days": 9}),
    ]


def rows(form: Form) -> int:
    made = form.model._base_manager.all()
    return made.filter(verb="forum.question.escalated").count() if form.model is Event else made.count()


@pytest.mark.slow
@pytest.mark.proof
def test_each_form_sent_many_times_at_once_makes_one(settings, work, is_proving, figure):
    times = 20 if is_proving else 6
    settings.STAFF_NEED_SECOND_FACTOR = False
    sent = forms(World())
    for form in sent:
        work()
        before = rows(form), Event.objects.count()
        told = set(Notification.objects.values_list("pk", flat=True)), set(Mail.objects.values_list("pk", flat=True))
        clients = [Client(HTTP_SEC_FETCH_SITE="same-origin", raise_request_exception=False) for _ in range(times)]
        for client in clients if form.who else []:
            client.force_login(form.who)

        statuses = set(at_once(*[lambda c=c, f=form: c.post(f.path, f.said).status_code for c in clients]))
        work()

        assert statuses <= {200, 302}, (form.path, statuses)
        assert rows(form) == before[0] + 1, form.path
        fresh = Notification.objects.exclude(pk__in=told[0]).values_list("member", "title", "thread")
        assert len(fresh) == len(set(fresh)), form.path
        mails = Mail.objects.exclude(pk__in=told[1]).values_list("to", "subject", "thread", "text")
        assert len(mails) == len(set(mails)), form.path
    figure(
        f"{times} identical POSTs at once, each form",
        "one row, one notification",
        f"{len(sent)} of {len(sent)} forms: one row, nobody told twice, no status but 200 and 302",
    )

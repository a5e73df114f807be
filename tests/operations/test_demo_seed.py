"""The demo as it stands in the database after it was made: everything a visitor should find, at least once."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.urls import resolve
from django.utils import timezone

from advocates.models import RankChange
from community.activity.models import Delivery, Event
from community.clocks.models import Clock
from community.content.audiences import Audience
from community.content.models import PostRevision, Video
from community.incidents.models import Incident
from community.members.models import Member
from community.moderation.models import Decision, Review
from community.notifications.models import Mail
from community.operations.demo import seeding
from community.support.models import Case
from forum.models import Answer, Comment, Duplicate, Question
from knowledgebase.models import Article, ArticleSource, GoLink, HelpfulVote, Revision

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, made once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seeding.seed()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _made(demo):
    """Every test here is about it."""


def test_there_is_a_month_of_it():
    assert Question.objects.count() >= 60
    assert Answer.objects.count() >= 150
    assert Comment.objects.count() >= 100
    assert Article.objects.filter(status=Article.Status.PUBLISHED).count() >= 12
    assert Member.objects.people().count() >= 15
    first = Question.objects.earliest("created_at").created_at
    assert timedelta(days=28) < timezone.now() - first < timedelta(days=32)


def test_everything_happened_in_the_past_and_by_somebody():
    now = timezone.now()
    for model, column in ((Question, "created_at"), (Answer, "created_at"), (Comment, "created_at"), (Event, "at")):
        assert not model.objects.filter(**{f"{column}__gt": now}).exists()
    assert Event.objects.exclude(verb__in=[seeding.SEEDED, "clocks.promise.broken"]).filter(actor=None).count() <= 60
    assert not Answer.objects.filter(created_at__lt=timezone.now() - timedelta(days=31)).exists()


def test_every_state_of_a_question_is_there():
    questions = Question.objects
    assert questions.unanswered().exists()
    assert questions.needs_info().exists()
    assert questions.solved().count() >= 40
    assert questions.probably_solved().exists()
    assert set(questions.exclude(outcome="").values_list("outcome", flat=True)) == set(Question.Outcome.values)
    assert Duplicate.objects.count() >= 4
    assert questions.filter(audience=Audience.ORGANISATION).exists()
    assert set(questions.values_list("language", flat=True)) == {"en", "de", "fr"}
    assert questions.order_by("-me_too_count")[0].me_too_count >= 12
    assert Answer.objects.exclude(endorsed_at=None).exists()
    assert PostRevision.objects.filter(number=2).exists()


def test_a_promise_falls_due_five_minutes_after_the_start(demo):
    due = Clock.objects.running().filter(broken_at=None).earliest("due_at")
    assert due.due_at - demo.start == timedelta(minutes=5)
    assert isinstance(due.subject, Question) and not due.subject.is_answered
    with transaction.atomic():
        Clock.note_broken(due.due_at + timedelta(seconds=1))
        assert Event.objects.filter(verb="clocks.promise.broken", subject_id=due.pk).exists()


def test_cases_are_at_every_desk():
    cases = Case.objects
    late = cases.filter(state=Case.State.NEW, opened_why=Case.Why.PROMISE)
    assert any(not case.question.is_answered for case in late)
    assert all(case.is_late and case.owner is None for case in late)
    assert cases.waiting_on_customer().exists()
    working = cases.filter(state=Case.State.IN_PROGRESS).annotate(said=Count("messages"), noted=Count("notes"))
    assert any(case.said and case.noted for case in working)
    assert cases.filter(handoffs__acknowledged_at__isnull=False).exists()
    assert set(Case.Why.values) - set(cases.values_list("opened_why", flat=True)) <= {Case.Why.STAFF, Case.Why.TOPIC}
    assert cases.filter(question=None).count() >= 2
    ended = cases.filter(state=Case.State.RESOLVED).exclude(question=None)
    assert all(case.question.outcome == case.outcome for case in ended)


def test_articles_name_their_sources():
    assert Article.objects.in_review().exists()
    assert Article.objects.filter(audience=Audience.STAFF).exists()
    draft = Article.objects.get(status=Article.Status.DRAFT)
    assert draft.newest_revision().sources.count() >= 2
    sourced = Article.objects.published().filter(current__sources__isnull=False).distinct()
    assert sourced.count() >= 10
    assert Article.objects.filter(current__number__gte=2).count() >= 3
    # A translation names the posts of its original, whose words it has put in others.
    quoting = ArticleSource.objects.filter(revision__article__translation_of=None)
    for source in quoting.select_related("post_revision"):
        words = re.sub(r"[\W_]", "", source.post_revision.body)
        assert source.passage and re.sub(r"[\W_]", "", source.passage) in words


def test_one_article_shows_a_film_with_captions_and_what_is_said(client):
    video = Video.objects.get()
    assert video.attachment.is_public and not video.is_mute
    assert timedelta(days=26) < timezone.now() - video.attachment.created_at < timedelta(days=28)
    page = client.get(Article.objects.get(title="What the light on the Hub says").get_absolute_url()).text
    assert '<track kind="captions" srclang="en"' in page
    assert "Amber and fast: it waits to pair" in page
    assert "Drawn for this demo" in page


def test_moderation_has_decided_and_has_to_decide():
    assert Review.objects.open().count() >= 2
    actions = list(Decision.objects.values_list("action", flat=True))
    assert actions.count("hide") >= 3 and "keep" in actions
    assert Question.objects.exclude(hidden_at=None).exists()


def test_ranks_were_earned_and_one_just_now(demo):
    newest = RankChange.objects.latest("at")
    assert newest.is_rise and newest.member == demo.people["ama"]
    assert demo.start - newest.at < timedelta(hours=3)
    advocate = Member.objects.get(username="rosa")
    assert advocate.standing.is_advocate and advocate.rank_level >= 3
    assert not Member.objects.filter(rank_level__gt=0, groups__isnull=False).exists()


def test_bell_and_mailbox_hold_the_last_days_only(demo):
    assert 40 <= Mail.objects.count() <= 400
    assert Mail.objects.filter(sent_at=None).count() == 0
    assert Mail.objects.earliest("created_at").created_at > demo.start - timedelta(days=5)
    bells = Member.objects.filter(unread_count__gt=0)
    assert bells.count() >= 5 and max(bells.values_list("unread_count", flat=True)) <= 15


def test_one_incident_is_open_and_one_is_over():
    is_open = Incident.objects.open().get()
    assert is_open.updates.count() == 3 and is_open.questions.count() >= 3
    assert not is_open.is_update_overdue
    over = Incident.objects.get(state=Incident.State.RESOLVED)
    assert over.updates.count() >= 4 and over.questions.exists()


def test_the_readers_have_read_it_all():
    assert not Delivery.objects.exists()


def test_links_lead_to_pages_of_this_site():
    found = 0
    written = [(Question, "body_html"), (Answer, "body_html"), (Comment, "body_html")]
    for model, column in [*written, (Revision, "body_html"), (Revision, "steps_html")]:
        for html in model.objects.values_list(column, flat=True):
            for address in re.findall(r'href="(/[^"#]*)', html):
                found += 1
                match = resolve(urlsplit(address).path)
                if "question_id" in match.kwargs:
                    assert Question.objects.filter(pk=match.kwargs["question_id"]).exists()
                if match.url_name == "article-detail":
                    assert Article.objects.filter(slug=match.kwargs["slug"]).exists()
    assert found >= 10


def test_a_second_call_says_so_and_does_nothing(capsys):
    before = Event.objects.count()
    call_command("seed_demo")
    assert "there already" in capsys.readouterr().out
    assert Event.objects.count() == before


def test_reset_is_for_the_demo_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("seed_demo", "--reset")
    assert Question.objects.exists()


def test_what_starts_over_leaves_no_file_behind():
    film = Video.objects.get().attachment
    assert default_storage.exists(film.path) and default_storage.exists(film.small_path)
    seeding.remove_files()
    assert not default_storage.exists(film.path) and not default_storage.exists(film.small_path)


def test_made_up_questions_are_not_mixed_with_real_ones():
    Event.objects.filter(verb=seeding.SEEDED).delete()
    with pytest.raises(CommandError, match="questions here already"):
        call_command("seed_demo")


def test_articles_are_translated_scheduled_doubted_and_led_to():
    translated = Article.objects.published().exclude(translation_of=None).order_by("staleness")
    assert [(each.language, each.staleness) for each in translated] == [("de", ""), ("de", "stale")]
    assert Article.objects.scheduled().get().schedule.at > timezone.now()
    assert Article.objects.published().filter(freshness="needs-edit").exists()
    assert HelpfulVote.objects.exclude(reason="").exclude(comment="").count() == 2
    assert Question.objects.get(after_article__isnull=False).created_at > timezone.now() - timedelta(days=6)
    assert GoLink.objects.get().article.is_published
    shown = "".join(Article.objects.published().values_list("current__steps_html", flat=True))
    assert 'data-version="ge1.10.1"' in shown

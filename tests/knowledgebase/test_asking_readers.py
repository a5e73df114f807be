"""Staff ask the readers of an article one question; only its editors read the answers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.activity.models import Event
from community.notifications.models import Notification
from knowledgebase.models import Asking, ReaderAnswer
from knowledgebase.tasks import end_askings
from tests.forum.programs import program_of, reader_of
from tests.knowledgebase.articles import make_article, make_published

ROUTERS = {"text": "Which router do you use?", "choices": "The one that came with it\n\nMy own\n", "enough": "3"}


def ask(client, article, **changed):
    return client.post(reverse("kb:article-asking", args=[article.slug]), ROUTERS | {"last_day": ""} | changed)


def answer(client, asking, **said):
    headers = {name: said.pop(name) for name in [*said] if name.startswith("HTTP_")}
    return client.post(reverse("kb:asking-answers", args=[asking.article.slug, asking.pk]), said, **headers)


def test_an_editor_asks_readers_answer_and_the_last_that_is_enough_ends_it(
    cast, client, work, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    article = make_published(cast)
    client.get(article.get_absolute_url())
    client.force_login(cast.second_editor)
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, article)
        ask(client, article)  # sent twice, asked once
    asking = Asking.objects.get()
    assert asking.choices == ["The one that came with it", "My own"]
    client.logout()
    with django_assert_max_num_queries(6):
        page = client.get(article.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(0):
        client.get(article.get_absolute_url())
    assert "Which router do you use?" in page
    assert "Anything to add?" in page

    response = answer(client, asking, choice="My own", words="Bought at Quetzal. Call 0171 2345678 or ann@mailbox.org.")

    assert not response.cookies
    assert "Editors read your answer" in client.get(response.url).content.decode()
    said = ReaderAnswer.objects.get()
    assert (said.choice, said.member, said.is_by_visitor) == ("My own", None, True)
    assert "Quetzal" in said.words
    assert "mailbox" not in said.words
    answer(client, asking, choice="The one that came with it")  # they think again: the same reader, the same day
    answer(client, asking, choice="My own", words="Quetzal again.", HTTP_USER_AGENT="Another browser")
    asking.refresh_from_db()
    assert asking.answer_count == 2
    client.force_login(cast.stranger)
    with django_capture_on_commit_callbacks(execute=True):
        assert "Thank you" in answer(client, asking, choice="My own", HTTP_HX_REQUEST="true").content.decode()
    work()

    asking.refresh_from_db()
    assert (asking.why_ended, asking.answer_count, asking.is_open) == ("enough", 3, False)
    client.logout()
    assert "Which router" not in client.get(article.get_absolute_url()).content.decode()
    late = answer(client, asking, choice="My own", HTTP_USER_AGENT="A third").content.decode()
    assert "This question has ended" in late
    assert "Quetzal" not in late + str(list(Event.objects.values_list("data", flat=True)))
    told = Notification.objects.filter(title="The question to the readers of an article has ended")
    assert {each.member for each in told} == {cast.editor, cast.second_editor}
    assert "Quetzal" not in str([(each.subject, each.body) for each in mail.outbox])


def test_editors_read_the_answers_by_choice_and_as_a_file(cast, client, django_assert_max_num_queries):
    article = make_published(cast)
    asking = article.ask_readers("Which one?", by=cast.editor, choices=["Red, or pink", "Blue"], enough=90)
    for n in range(12):
        asking.answer(reader=f"reader {n}", choice="Blue", words=f"=Word {n}")
    asking.answer(reader="member:7", choice="Red, or pink", member=cast.asker)
    page_of = reverse("kb:asking-detail", args=[article.slug, asking.pk])
    client.force_login(cast.agent)
    client.get(page_of)
    with django_assert_max_num_queries(12):
        page = client.get(page_of).content.decode()
    assert "not signed in" in page
    assert "Ann Asker" not in page
    assert 'value="12" max="13"' in page
    only = client.get(page_of, {"choice": "1"}).content.decode()
    assert "a member" in only
    assert "Word" not in only
    file = client.get(reverse("kb:asking-csv", args=[article.slug, asking.pk]))
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert len(lines) == 14
    assert '"Red, or pink",,a member' in lines[1]
    assert "Blue,'=Word 11,not signed in" in lines[2]
    client.post(reverse("kb:asking-remove", args=[article.slug, asking.pk]))
    asking.refresh_from_db()
    assert (asking.why_ended, asking.ended_by) == ("closed", cast.agent)
    assert "by Agnes Agent" in client.get(page_of).content.decode()
    assert ask(client, article).status_code == 302
    before = client.get(reverse("kb:article-asking", args=[article.slug])).content.decode()
    assert "Which router do you use?" in before
    assert "Which one?" in before


def test_what_is_asked_wrongly_comes_back_as_it_was_typed(cast, client):
    article = make_published(cast)
    client.force_login(cast.editor)
    yesterday = timezone.localdate() - timedelta(days=1)
    for changed, said in (
        ({"choices": "Only this"}, "Offer two to"),
        ({"choices": "Yes\nyes"}, "the same"),
        ({"enough": ""}, "Say when it ends"),
        ({"last_day": str(yesterday)}, "a last day that is not over"),
        ({"text": "Is ann@mailbox.org yours?"}, "something private"),
    ):
        page = ask(client, article, **changed).content.decode()
        assert said in page, changed
        assert "Which router" in page or "text" in changed
    assert not Asking.objects.exists()
    with pytest.raises(ValidationError):
        make_article(by=cast.editor, title="A draft").ask_readers("Clear?", by=cast.editor, enough=5)
    ask(client, article, last_day=str(timezone.localdate()), enough="")
    assert "Readers are asked something already" in ask(client, article, text="Another?").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Asking.objects.create(article=article, text="Two at once?", enough=1, asked_by=cast.editor)


def test_an_answer_without_words_comes_back_and_a_choice_that_is_none_is_refused(cast, client):
    asking = make_published(cast).ask_readers("Was step 4 clear?", by=cast.editor, enough=9)
    assert 'id="asking_words_error"' in (page := answer(client, asking, words=" ").content.decode()), page
    answer(client, asking, words="Yes, but small.")
    assert ReaderAnswer.objects.get().words == "Yes, but small."
    with pytest.raises(ValidationError):
        asking.answer(reader="x", choice="Yes", words="Yes")
    for wrong in ({"choice": "", "words": ""}, {"reader": ""}):
        if "choice" in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                ReaderAnswer.objects.update(**wrong)


def test_it_ends_when_its_time_is_over_and_when_the_article_goes(cast, client, django_capture_on_commit_callbacks):
    article = make_published(cast)
    asking = article.ask_readers("Clear?", by=cast.editor, ends_at=timezone.now() + timedelta(days=1))
    assert end_askings() == 0
    client.get(article.get_absolute_url())
    Asking.objects.update(ends_at=timezone.now())
    assert "has ended" in answer(client, asking, words="Late").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert end_askings() == 1
    asking.refresh_from_db()
    assert asking.why_ended == "time"
    assert "Clear?" not in client.get(article.get_absolute_url()).content.decode()
    other = article.ask_readers("And now?", by=cast.editor, enough=5)
    article.archive(by=cast.second_editor)
    other.refresh_from_db()
    assert other.why_ended == "archived"
    assert answer(client, other, words="Gone").status_code == 410


def test_too_many_answers_from_one_place_are_refused(cast, client, settings):
    settings.LIMITS_ENABLED = True
    asking = make_published(cast).ask_readers("Clear?", by=cast.editor, enough=99)
    cache.clear()
    said = [answer(client, asking, words="Yes", HTTP_USER_AGENT=f"Browser {n}").status_code for n in range(11)]
    assert said == [302] * 10 + [429]


def test_programs_ask_answer_read_and_end(cast, client):
    article = make_published(cast)
    address = f"/articles/{article.slug}/asking"
    assert program_of(cast.stranger)(address, {"text": "Clear?", "enough": 5}).status_code == 403
    assert program_of(cast.editor)(address, {"text": "Clear?"}).status_code == 409
    made = program_of(cast.editor)(address, {"text": "Clear?", "choices": ["Yes", "No"], "enough": 5})
    assert made.status_code == 201
    number = made.json()["id"]
    asked = client.get(f"/api/v1/articles/{article.slug}").json()["asking"]
    assert asked == {"id": number, "text": "Clear?", "choices": ["Yes", "No"]}
    said = {"choice": "Yes", "words": "Quetzal"}
    to = f"/api/v1{address}/{number}/answers"
    assert client.post(to, said, content_type="application/json").status_code == 204
    assert client.post(to, {"choice": "Maybe"}, content_type="application/json").status_code == 409
    read = reader_of(cast.editor)(f"{address}/{number}").json()
    assert read["by_choice"] == {"Yes": 1, "No": 0}
    assert [(each["words"], each["is_by_visitor"]) for each in read["answers"]] == [("Quetzal", True)]
    assert reader_of(cast.stranger)(f"{address}/{number}").status_code == 403
    assert program_of(cast.editor)(f"{address}/{number}/remove", {}).json()["why_ended"] == "closed"
    assert [each["id"] for each in reader_of(cast.editor)(address).json()] == [number]
    assert client.get(f"/api/v1/articles/{article.slug}").json()["asking"] is None

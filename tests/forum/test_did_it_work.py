"""Whoever tried an answer says whether it worked, and on which version; readers see it, and the order follows it."""

import pytest
from django.core.exceptions import ValidationError

from community.catalogue.models import Product, Release
from community.clocks.models import Clock
from community.notifications.models import Mail, Notification
from forum.models import Answer, Question
from tests.cast import make_answer, make_member


@pytest.fixture
def hub(db):
    product = Product.objects.create(name="Hub", slug="hub")
    for version in ("3.9", "3.10"):
        Release.objects.create(product=product, version=version)
    return product


def press(client, member, answer, said, **more):
    client.force_login(member)
    return client.post(f"/answers/{answer.pk}/confirmation/", {"worked": said, **more}, follow=True)


def test_a_reader_says_that_it_worked_and_everybody_sees_it(client, cast, hub):
    question = cast.question(product=hub)
    answer = cast.answer(question)
    release = hub.releases.get(version="3.10")
    form = client_page(client, cast.stranger, f"/answers/{answer.pk}/confirmation/")
    assert form.index("3.10") < form.index("3.9")
    press(client, cast.stranger, answer, "yes", release=release.pk)
    client.logout()
    page = client.get(question.get_absolute_url()).content.decode()
    assert "worked for 1 person, last on 3.10" in page


def test_what_is_said_last_counts_and_can_be_taken_back(client, cast):
    answer = cast.answer()
    press(client, cast.stranger, answer, "yes")
    press(client, cast.stranger, answer, "no")
    answer.refresh_from_db()
    assert (answer.confirmed_count, answer.failed_count) == (0, 1)
    client.post(f"/answers/{answer.pk}/confirmation/remove/")
    answer.refresh_from_db()
    assert (answer.confirmed_count, answer.failed_count, answer.helpful) == (0, 0, 0)


def test_nobody_confirms_their_own_answer(client, cast):
    answer = cast.answer()
    assert press(client, cast.helper, answer, "yes").status_code == 403
    with pytest.raises(ValidationError):
        answer.confirm(by=cast.helper)


def test_a_version_of_another_product_is_refused_with_a_word(client, cast, hub):
    other = Release.objects.create(product=Product.objects.create(name="Dial", slug="dial"), version="1.0")
    answer = cast.answer(cast.question(product=hub))
    assert press(client, cast.stranger, answer, "yes", release=other.pk).status_code == 422
    assert not answer.confirmations.exists()


def test_readers_are_warned_when_it_fails_on_a_newer_version(client, cast, hub):
    question = cast.question(product=hub)
    answer = cast.answer(question)
    answer.confirm(by=cast.stranger, release=hub.releases.get(version="3.9"))
    answer.confirm(by=cast.advocate, worked=False, release=hub.releases.get(version="3.10"))
    assert "reported not to work on 3.10" in client.get(question.get_absolute_url()).content.decode()
    answer.confirm(by=cast.advocate, worked=True, release=hub.releases.get(version="3.10"))
    page = client_page(client, cast.stranger, question.get_absolute_url())
    assert "reported not to work" not in page
    assert "last on 3.10" in page


def test_answers_stand_by_how_helpful_they_are_at_least_and_not_by_sums(cast):
    question = cast.question()
    tried, praised, fresh = (cast.answer(question, body=f"Answer {n}.") for n in range(3))
    crowd = [make_member(f"member{n}") for n in range(9)]
    for member in crowd[:6]:
        tried.vote(by=member)
    for member in crowd[3:8]:
        tried.confirm(by=member, worked=False)
    for member in crowd[:4]:
        praised.vote(by=member)
    order = list(Answer.objects.filter(question=question).best_first())
    assert tried.votes.count() > praised.votes.count()
    assert order == [praised, tried, fresh]


def test_who_votes_and_confirms_is_one_person(cast):
    answer, other = cast.answer(), cast.answer()
    answer.vote(by=cast.stranger)
    other.vote(by=cast.stranger)
    other.confirm(by=cast.stranger)
    assert answer.helpful == other.helpful == 2065  # 1 / (1 + 1.96²)


def test_when_nothing_helped_the_question_waits_for_help_again(client, cast, work):
    question = cast.question()
    answer = cast.answer(question)
    make_answer(question, by=cast.asker, body="I tried another cable.")
    press(client, cast.asker, answer, "no")
    question.refresh_from_db()
    assert question.is_not_helped
    assert question.lamp == "dim"
    assert list(Question.objects.not_helped()) == [question]
    assert question.title in client.get("/questions/?tab=unanswered").content.decode()
    assert "Answers did not help" in client.get(question.get_absolute_url()).content.decode()
    assert Clock.objects.of(question).running().count() == 1
    work()
    assert Notification.objects.filter(member=cast.helper, title="Your answer did not help Ann Asker").exists()

    make_answer(question, by=cast.advocate, body="Then it is the splitter.")
    question.refresh_from_db()
    assert not question.is_not_helped
    assert not Clock.objects.of(question).open().exists()


def test_taking_it_back_gives_hope_again(client, cast):
    question = cast.question()
    answer = cast.answer(question)
    press(client, cast.asker, answer, "no")
    client.post(f"/answers/{answer.pk}/confirmation/remove/")
    question.refresh_from_db()
    assert not question.nothing_helped
    assert question.lamp == "warm"
    assert not Clock.objects.of(question).open().exists()


def test_a_stranger_for_whom_it_fails_opens_no_promise(client, cast):
    question = cast.question()
    press(client, cast.stranger, cast.answer(question), "no")
    question.refresh_from_db()
    assert not question.nothing_helped
    assert not Clock.objects.of(question).open().exists()


def test_who_wrote_it_hears_that_it_worked_and_nobody_else_does(cast, work):
    answer = cast.answer()
    answer.confirm(by=cast.stranger)
    work()
    mails = Mail.objects.filter(text__contains="Your answer worked for Sam Stranger")
    assert [mail.member for mail in mails] == [cast.helper]


def client_page(client, member, path) -> str:
    client.force_login(member)
    return client.get(path).content.decode()

"""Who asked hears that there is an article now; who uses a version hears of its known issues."""

import pytest
from django.db import IntegrityError, transaction

from community.catalogue.models import Product, Release
from community.notifications.models import Mail, MailPreference, Notification, Pace, Subscription
from forum.models import Duplicate
from tests.cast import make_member
from tests.forum.programs import program_of
from tests.knowledgebase.articles import make_promoted, make_published, make_solution


def told(member, what="") -> list[str]:
    lines = Notification.objects.filter(member=member, title__contains=what)
    return list(lines.order_by("id").values_list("title", flat=True))


def test_publishing_tells_who_asked_and_who_said_me_too_once_each(cast, work):
    answer = make_solution(cast)
    question = answer.question
    fellow, muted, twin = (make_member(name) for name in ("fellow", "muted", "twin"))
    for member in (fellow, muted, cast.helper):
        question.say_me_too(by=member)
    Subscription.unfollow(muted, question)
    same = cast.question(by=twin, title=question.title)  # in no words of their own, which would be quoted
    Duplicate.mark(same, canonical=question, by=cast.moderator)
    work()

    article = make_promoted(cast, answer)
    work()

    assert told(fellow, "article") == ["A problem that you have too is an article now"]
    assert told(twin, "article") == ["What you asked about is an article now"]
    assert told(muted, "article") == []
    # Whose words stand in it hear that, and nothing beside.
    assert told(cast.helper, "article") == told(cast.asker, "article") == ["Your words became an article"]
    mail = Mail.objects.get(member=fellow, text__contains=article.get_absolute_url())
    assert "you said that you have this problem too" in mail.text


def test_a_revision_tells_them_again_if_it_is_major_and_says_so(cast, work):
    answer = make_solution(cast)
    fellow = make_member("fellow")
    answer.question.say_me_too(by=fellow)
    article = make_promoted(cast, answer)
    work()

    def revise(**how):
        said = {"title": article.title, "steps": "Choose channel 11."} | how
        assert program_of(cast.editor)(f"/articles/{article.slug}/edit", said).status_code == 200
        article.submit(by=cast.editor)
        article.publish(by=cast.second_editor)
        work()

    revise(significance="major")
    revise(significance="medium", tells=True)
    assert len(told(fellow, "article")) == 1
    revise(significance="major", tells=True)
    assert told(fellow, "article")[1:] == ["An article on a problem that you have too has changed"]
    assert told(cast.asker, "article")[1:] == ["An article on your question has changed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        article.revisions.filter(significance="medium").update(tells=True)


def test_nobody_hears_of_what_they_may_not_read_or_do_not_want_by_mail(cast, work):
    fellow, quiet = make_member("fellow"), make_member("quiet")
    MailPreference.choose(quiet, "followed", Pace.OFF)
    answer = make_solution(cast)
    answer.question.say_me_too(by=quiet)
    make_promoted(cast, answer)
    staff_only = make_solution(cast, title="Of staff alone", audience="staff")
    staff_only.question.me_toos.create(member=fellow)
    make_promoted(cast, staff_only)
    make_published(cast, title="Written from nothing")
    work()

    assert told(fellow, "article") == []
    assert len(told(quiet, "article")) == 1
    assert not Mail.objects.filter(member=quiet, subject__contains="article").exists()


def test_a_known_issue_is_told_to_who_follows_or_uses_the_version_and_stands_on_its_page(cast, client, work):
    hub = Product.objects.create(name="Hub", slug="hub")
    new, old = (Release.objects.create(product=hub, version=version) for version in ("3.1", "3.0"))
    user, other, tried, gone, follower = (make_member(name) for name in ("user", "other", "tried", "gone", "follower"))
    cast.question(by=user, title="Does it blink for you?", product=hub, release=new)
    cast.question(by=gone, title="Does it hum for you?", product=hub, release=new)
    cast.question(by=other, title="Old and good", product=hub, release=old)
    answer = cast.answer(cast.question(title="Is it slow?"))
    answer.confirm(by=tried, release=new)
    Subscription.unfollow(gone, new)
    client.force_login(follower)
    assert "None that we know of" in client.get("/releases/hub/3.1/").content.decode()
    client.post("/releases/hub/3.1/follow/", headers={"sec-fetch-site": "same-origin"})
    question = cast.question(title="The hub forgets its name", product=hub, release=new)
    work()

    question.set_outcome("known-issue", by=cast.agent, reason="It is put right in 3.2.")
    work()

    for member in (user, tried, follower):
        assert told(member, "Known issue") == ["Known issue: The hub forgets its name"]
    page = client.get("/releases/hub/3.1/").content.decode()
    assert page.index("Known issues") < page.index("The hub forgets its name") < page.index("Asked about it")
    assert 'href="/releases/hub/3.0/"' in page
    assert 'href="/releases/hub/3.1/"' in client.get(question.get_absolute_url()).content.decode()
    assert told(other, "Known issue") == told(gone, "Known issue") == told(cast.asker, "Known issue") == []
    assert told(cast.asker, "How your question ended")
    assert not Mail.objects.filter(
        member=user, text__contains="forgets its name"
    ).exists()  # it waits for the daily mail
    elsewhere = cast.question(title="The hub sings", product=hub, release=new)
    elsewhere.set_outcome("planned", by=cast.agent, reason="Later.")
    work()
    assert len(told(user, "Known issue")) == 1

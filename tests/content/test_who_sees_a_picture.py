"""A picture is for those who may read what shows it, and is gone when nothing does."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from community.content import tasks
from community.content.audiences import Audience
from community.content.models import Attachment, AttachmentUse, PostRevision, Written
from community.incidents.models import Incident, IncidentUpdate
from community.support.models import Case
from forum.models import Question
from knowledgebase.models import Article, Revision, Section
from tests.cast import make_comment
from tests.content.files import drawn, moving, saved

SOON, LATE = timedelta(hours=47), timedelta(hours=49)


@pytest.fixture
def upload(cast):
    """`upload(by=…)` is a picture that a member has just added."""

    def make(content=None, *, by=None, alt_text="The hub"):
        return Attachment.upload(BytesIO(content or saved(drawn(), "PNG")), by=by or cast.asker, alt_text=alt_text)

    return make


@pytest.fixture
def sees(client):
    """`sees(person, picture)` is whether they get the file."""

    def look(person, picture, address=None):
        client.logout()
        if person is not None:
            client.force_login(person)
            person.forget_standing()
        status = client.get(address or picture.get_absolute_url()).status_code
        assert status in (200, 404)
        return status == 200

    return look


def test_what_stands_nowhere_yet_is_for_its_uploader_alone(cast, upload, sees):
    picture = upload()

    assert sees(cast.asker, picture)
    assert not any(sees(person, picture) for person in (None, cast.stranger, cast.agent, cast.moderator))


def test_a_picture_of_a_public_question_is_for_everybody_and_kept_by_browsers(client, cast, upload):
    picture = upload()
    cast.question(body=f"It blinks:\n\n{picture.markdown}")

    answer = client.get(picture.get_absolute_url())
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable, s-maxage=60"
    assert (answer["Content-Type"], answer.cookies) == ("image/png", {})
    assert "Vary" not in answer
    again = client.get(picture.get_absolute_url(), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_everybody_may_see_costs_a_handful_of_queries(client, cast, upload, django_assert_max_num_queries):
    picture = upload()
    question = cast.question(body=picture.markdown)
    for n in range(5):
        cast.answer(question, body=f"{n} {picture.markdown}")

    with django_assert_max_num_queries(4):
        assert client.get(picture.get_absolute_url()).status_code == 200


def test_a_picture_in_a_private_case_is_for_its_customer_and_those_who_handle_it(client, cast, upload, sees):
    picture = upload()
    case = Case.open_privately(by=cast.asker, title="My invoice is wrong", body=picture.markdown)

    assert sees(cast.asker, picture)
    assert sees(cast.agent, picture)
    assert not any(
        sees(person, picture) for person in (None, cast.stranger, cast.helper, cast.advocate, cast.moderator)
    )
    client.force_login(cast.agent)
    answer = client.get(picture.get_absolute_url())
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    reply = upload(by=cast.agent)
    case.reply(by=cast.agent, body=reply.markdown)
    assert sees(cast.asker, reply)
    note = upload(by=cast.agent)
    case.add_note(by=cast.agent, body=note.markdown)
    assert sees(cast.second_agent, note)
    assert not sees(cast.asker, note)


def test_nobody_makes_a_private_picture_public_by_quoting_its_address(cast, upload, sees):
    picture = upload()
    Case.open_privately(by=cast.asker, title="My invoice is wrong", body=picture.markdown)

    cast.question(by=cast.agent, body=picture.markdown)
    cast.question(by=cast.stranger, body=picture.markdown)

    assert not sees(None, picture)
    assert not sees(cast.stranger, picture)
    assert Attachment.objects.unused().count() == 0


def test_a_public_picture_may_be_quoted_and_outlives_its_first_place(cast, upload, sees):
    picture = upload()
    question = cast.question(body=picture.markdown)
    quoting = cast.question(by=cast.helper, body=picture.markdown)
    question.hide(by=cast.moderator)
    assert sees(None, picture)

    quoting.hide(by=cast.moderator)

    assert not sees(None, picture)
    assert sees(cast.moderator, picture)


@pytest.mark.parametrize("of", ["advocates", "organisation", "staff"])
def test_a_picture_is_for_the_audience_of_its_question(cast, upload, sees, of):
    picture = upload(by=cast.agent)
    organisation = cast.organisation if of == "organisation" else None
    cast.question(by=cast.agent, body=picture.markdown, audience=Audience(of), organisation=organisation)

    assert not sees(None, picture)
    assert not sees(cast.stranger, picture)
    assert sees(cast.advocate, picture) == (of == "advocates")
    assert sees(cast.colleague, picture) == (of == "organisation")
    assert sees(cast.second_agent, picture)


@pytest.mark.parametrize("what", ["question", "answer", "comment", "answer's comment"])
def test_what_is_hidden_takes_its_pictures_out_of_sight(cast, upload, sees, what):
    question = cast.question()
    picture = upload(by=cast.helper)
    if what == "question":
        hidden = cast.question(by=cast.helper, body=picture.markdown)
    elif what == "answer":
        hidden = cast.answer(question, body=picture.markdown)
    elif what == "comment":
        hidden = make_comment(question, by=cast.helper, body=picture.markdown)
    else:
        hidden = cast.answer(question)
        make_comment(question, by=cast.helper, answer=hidden, body=picture.markdown)
    assert sees(None, picture)

    hidden.hide(by=cast.moderator)
    assert not sees(None, picture)
    assert not sees(cast.stranger, picture)
    hidden.unhide(by=cast.moderator)

    assert sees(None, picture)


def test_an_edit_that_takes_a_picture_out_takes_it_out_of_sight_at_once(cast, upload, sees):
    picture = upload()
    question = cast.question(body=f"My address is on this: {picture.markdown}")

    question.edit(by=cast.asker, body="My address was on it.")

    assert not sees(None, picture)
    assert picture.name in PostRevision.objects.get(number=1).body, "the history has its address, and no more"
    assert sees(cast.asker, picture)


def test_a_moderators_edit_keeps_the_pictures_of_others(cast, upload, sees):
    picture = upload()
    question = cast.question(body=picture.markdown)

    question.edit(by=cast.moderator, body=f"Tidied up. {picture.markdown}", reason="readable")

    assert sees(None, picture)


def test_a_picture_of_an_article_is_public_when_the_article_is(cast, upload, sees):
    picture = upload(by=cast.editor)
    section = Section.objects.create(name="First steps", slug="first-steps")
    words = {"title": "How to set the channel", "body": f"Choose *6*.\n\n{picture.markdown}"}
    article = Article.draft(by=cast.editor, section=section, topic=cast.topic, **words)
    assert sees(cast.second_editor, picture)
    assert not sees(None, picture)

    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    assert sees(None, picture)
    newer = upload(by=cast.editor)
    article.revise(by=cast.editor, title=article.title, body=newer.markdown)
    assert not sees(None, newer)
    assert sees(cast.second_editor, newer)
    article.archive(by=cast.editor)

    assert not sees(None, picture)


def test_a_picture_of_an_incident_is_for_everybody(cast, upload, sees):
    picture = upload(by=cast.agent)

    Incident.declare(by=cast.agent, title="Codes arrive late", body=picture.markdown, severity="major")

    assert sees(None, picture)


def test_everything_that_shows_pictures_can_say_who_may_read_it():
    written = [model for model in apps.get_models() if issubclass(model, Written)]
    written += [Revision, IncidentUpdate]

    assert len(written) >= 7
    assert all(model._default_manager.visible_to(None).filter(pk=0).query is not None for model in written)


def test_a_link_from_a_mail_asks_who_it_is(client, cast, upload):
    picture = upload()
    Case.open_privately(by=cast.asker, title="My invoice is wrong", body=picture.markdown)

    followed = client.get(picture.get_absolute_url(), headers={"Accept": "text/html,*/*"})

    assert followed["Location"] == f"/accounts/login/?next={picture.get_absolute_url()}"


@pytest.mark.parametrize("name", ["x", "../settings.py", "a" * 28 + "-1x1.png", "a" * 28 + "-1x1.svg", "%00"])
def test_there_is_nothing_under_other_names(client, db, name):
    assert client.get(f"/files/{name}").status_code == 404
    assert client.get(f"/files/small/{name}").status_code == 404


# -- Small copies


def test_a_large_picture_gets_a_small_copy_from_a_job(client, cast, upload):
    picture = upload(saved(drawn((1_600, 1_200)), "JPEG"))
    cast.question(body=picture.markdown)
    small = picture.shown.address
    before = client.get(small)
    assert (before["Content-Type"], before["Cache-Control"]) == ("image/jpeg", "private, max-age=30")

    assert tasks.make_small_copies() == 1

    after = client.get(small)
    assert (after["Content-Type"], "immutable" in after["Cache-Control"]) == ("image/webp", True)
    assert int(after["Content-Length"]) < int(before["Content-Length"])
    assert tasks.make_small_copies() == 0


def test_what_moves_stands_still_until_somebody_opens_it(client, cast, upload):
    picture = upload(moving(4))
    cast.question(body=picture.markdown)
    tasks.make_small_copies()

    assert "-moving.webp" in picture.name
    assert b"ANIM" not in client.get(picture.shown.address).getvalue()
    assert b"ANIM" in client.get(picture.get_absolute_url()).getvalue()


def test_a_small_picture_needs_no_copy(cast, upload):
    upload(saved(drawn((800, 800)), "PNG"))

    assert tasks.make_small_copies() == 0


def test_a_copy_that_cannot_be_made_is_tried_again_later_and_stops_no_other(cast, upload):
    broken, fine = upload(saved(drawn((900, 9)), "PNG")), upload(saved(drawn((900, 9)), "PNG"))
    default_storage.delete(broken.path)

    tasks.make_small_copies()

    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.tries, broken.small_path, bool(fine.small_path)) == (1, "", True)
    assert tasks.make_small_copies() == 0
    Attachment.objects.update(small_due=timezone.now())
    default_storage.save(broken.path, ContentFile(saved(drawn((900, 9)), "PNG")))
    assert tasks.make_small_copies() == 1


# -- What nothing shows


def sweep(after: timedelta) -> int:
    return Attachment.remove_unused(timezone.now() + after)


def test_what_nothing_shows_is_removed_after_48_hours_with_its_files(cast, upload):
    picture = upload(saved(drawn((1_600, 9)), "PNG"))
    tasks.make_small_copies()
    picture.refresh_from_db()
    assert sweep(SOON) == 0
    assert default_storage.exists(picture.path)

    assert sweep(LATE) == 1

    assert not default_storage.exists(picture.path)
    assert not default_storage.exists(picture.small_path)
    assert not Attachment.objects.exists()


def test_what_something_shows_stays_and_has_48_hours_after_it_is_taken_out(cast, upload):
    picture = upload()
    question = cast.question(body=picture.markdown)
    year = timedelta(days=365)
    assert sweep(year) == 0
    question.edit(by=cast.asker, body="Without it.")

    assert sweep(year) == 0, "it was in use a moment ago"
    assert sweep(year + SOON) == 0
    assert sweep(year + LATE) == 1


def test_a_picture_of_something_that_was_deleted_goes_too(cast, upload):
    picture = upload()
    question = cast.question(body=picture.markdown)
    Question.objects.filter(pk=question.pk).delete()

    sweep(timedelta())

    assert not AttachmentUse.objects.exists()
    assert sweep(LATE) == 1


def test_a_hidden_post_keeps_its_picture_for_an_appeal(cast, upload):
    picture = upload()
    cast.question(body=picture.markdown).hide(by=cast.moderator)

    assert sweep(timedelta(days=30)) == 0

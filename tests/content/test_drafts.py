"""What somebody types is kept for them: on every device, whatever becomes of the form, until it is sent. And for nobody else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from community.content.models import Attachment, AttachmentUse, Draft
from community.content.models.draft import LARGEST, MOST_DRAFTS
from community.content.tasks import forget_old_drafts, remove_unused_files
from community.notifications.models import Mail
from community.search.models import Document
from community.support.models import Case
from forum.models import Answer, Comment, Question
from tests.content.files import drawn, saved
from tests.knowledgebase.articles import make_published

pytestmark = pytest.mark.django_db

PHONE = "+44 20 7946 0018"


@pytest.fixture
def come():
    """`come(member)` is another device of theirs."""

    def device(member) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(member)
        return client

    return device


def shown(client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def typed(client, place: str, **fields):
    """What a page does while somebody types."""
    response = client.post("/drafts/", {"draft": place, **fields})
    assert response.status_code == 204
    assert "no-store" in response["Cache-Control"]
    return response


def test_an_answer_typed_on_one_device_is_found_on_another_and_gone_once_it_is_posted(come, cast):
    question = cast.question()
    typed(come(cast.helper), f"answer:{question.pk}", draft_pages="a1", body="Set the channel to 6.")

    laptop = come(cast.helper)
    page = shown(laptop, question.get_absolute_url())
    assert "Set the channel to 6.</textarea>" in page
    assert "We kept what you typed." in page
    assert "Set the channel to 6." not in shown(come(cast.asker), question.get_absolute_url())

    form = {"draft": f"answer:{question.pk}", "body": "Set the channel to 6 by hand."}
    sent = laptop.post(f"/questions/{question.pk}/answers/", form)
    assert sent.cookies["draft-sent"].value == f"answer%3A{question.pk}"
    assert Answer.objects.get().body == "Set the channel to 6 by hand."
    assert not Draft.objects.exists()
    assert "We kept what you typed." not in shown(laptop, "/drafts/")

    # The same form sent twice made one answer, and leaves no draft behind.
    laptop.post(f"/questions/{question.pk}/answers/", form)
    assert not Draft.objects.exists()


def forms(cast):
    """Every kind of form that people write in: its place, where it stands, where it is sent, what is in it, who writes."""
    question = cast.question()
    answer = cast.answer(question)
    comment = Comment.post(by=cast.asker, question=question, body="Which version is it?")
    private = Case.open_privately(by=cast.asker, title="My invoice", topic=cast.topic, body="It is wrong.")
    case, desk, words = f"/cases/{private.ref}/", f"/support/cases/{private.ref}/", "Lamp words so far."
    article = make_published(cast)
    kb = f"/kb/{article.slug}/edit/"
    asker, helper, agent, editor = cast.asker, cast.helper, cast.agent, cast.editor
    yield "question", "/questions/ask/", "/questions/ask/", {"body": words}, asker
    edit = f"/questions/{question.pk}/edit/"
    yield f"question-edit:{question.pk}", edit, edit, {"body": words, "title": "?"}, asker
    at = question.get_absolute_url()
    yield f"answer:{question.pk}", at, f"/questions/{question.pk}/answers/", {"body": f"{words} {PHONE}"}, helper
    edit = f"/answers/{answer.pk}/edit/"
    yield f"answer-edit:{answer.pk}", edit, edit, {"body": f"{words} {PHONE}"}, helper
    write = f"/questions/{question.pk}/comments/"
    yield f"comment:question:{question.pk}", write, write, {"body": f"{words} {PHONE}"}, helper
    write = f"/answers/{answer.pk}/comments/"
    yield f"comment:answer:{answer.pk}", write, write, {"body": f"{words} {PHONE}"}, asker
    edit = f"/comments/{comment.pk}/edit/"
    yield f"comment-edit:{comment.pk}", edit, edit, {"body": f"{words} {PHONE}"}, asker
    yield "case", "/cases/new/", "/cases/new/", {"body": words}, asker
    long = words + "x" * 30_000
    yield f"case:{private.ref}", case, case + "messages/", {"body": long}, asker
    yield f"reply:{private.ref}", desk, desk + "messages/", {"body": long}, agent
    yield f"note:{private.ref}", desk, desk + "notes/", {"note-body": long}, agent
    yield f"end:{private.ref}", desk, desk + "outcome/", {"end-public_words": words}, agent
    yield f"handoff:{private.ref}", desk + "handoff/", desk + "handoff/", {"note": words}, agent
    yield "article", "/kb/new/", "/kb/new/", {"body": words}, editor
    yield f"article:{article.slug}", kb, kb, {"summary": words}, editor


def test_every_form_that_is_refused_keeps_its_words_without_scripts_and_shows_them_later(come, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    for place, at, address, fields, member in forms(cast):
        refused = come(member).post(address, {"draft": place, **fields})
        assert refused.status_code == 422, place
        assert f'name="draft" value="{place}"' in refused.content.decode(), place

        page = shown(come(member), at)
        assert "Lamp words so far." in page, place
        assert "We kept what you typed." in page, place
        listed = shown(come(member), "/drafts/")
        assert "Lamp words so far." in listed
        assert f'value="{place}"' in listed
        Draft.discard(by=member, place=place)


def test_words_past_a_limit_and_after_an_error_of_ours_are_kept(come, cast, settings):
    settings.LIMITS_ENABLED = True
    asker = come(cast.asker)
    for _n in range(6):
        refused = asker.post("/cases/new/", {"draft": "case", "body": "About my contract."})
    assert refused.status_code == 429
    assert "About my contract." in shown(asker, "/cases/new/")

    question = cast.question()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE forum_answer ADD CONSTRAINT broken CHECK (body <> 'Set the channel to 6.')")
    form = {"draft": f"answer:{question.pk}", "body": "Set the channel to 6."}
    assert come(cast.helper).post(f"/questions/{question.pk}/answers/", form).status_code == 500
    assert "Set the channel to 6." in shown(come(cast.helper), question.get_absolute_url())


def test_an_answer_sent_after_the_session_ended_is_a_draft_once_its_writer_is_back(client, come, cast):
    question = cast.question()
    cast.helper.set_password("a long lamp 47")
    cast.helper.save()
    cast.helper.emailaddress_set.create(email=cast.helper.email, verified=True, primary=True)

    # A page that keeps what is typed is told, and no page is asked for in its place.
    assert client.post("/drafts/", {"draft": f"answer:{question.pk}", "body": "Set it"}).status_code == 401
    form = {"draft": f"answer:{question.pk}", "body": "Set the channel to 6."}
    client.post(f"/questions/{question.pk}/answers/", form)
    client.post("/accounts/login/", {"login": "hugo", "password": "a long lamp 47"})
    assert "Set the channel to 6." in shown(client, "/accounts/continue/")

    assert "Set the channel to 6." in shown(come(cast.helper), question.get_absolute_url())
    client.post(f"/questions/{question.pk}/answers/", form)
    assert Answer.objects.get().author == cast.helper
    assert not Draft.objects.exists()


def test_starting_over_without_scripts(come, cast):
    helper = come(cast.helper)
    question = cast.question()
    typed(helper, f"answer:{question.pk}", body="Set the channel to 6.")

    gone = helper.post("/drafts/remove/", {"draft": f"answer:{question.pk}"})

    assert gone["Location"] == f"/questions/{question.pk}/#your-answer"
    page = shown(helper, gone["Location"])
    assert "Set the channel to 6." not in page
    assert helper.post("/drafts/remove/", {"draft": f"answer:{question.pk}", "list": "1"})["Location"] == "/drafts/"
    assert "Nothing is unfinished" in shown(helper, "/drafts/")


def test_a_form_that_was_emptied_is_kept_no_more(come, cast):
    typed(come(cast.asker), "question", title="The hub", body="")
    typed(come(cast.asker), "question", title="", body=" ")
    assert not Draft.objects.exists()


def test_of_two_windows_the_later_words_win_and_the_others_are_kept_beside_them(come, cast):
    helper, place = come(cast.helper), f"answer:{cast.question().pk}"
    question = Question.objects.get()
    assert "Draft-Other" not in typed(helper, place, draft_pages="a", body="Restart the hub.")
    # The same window goes on, and so does one that was opened with these words in it.
    assert "Draft-Other" not in typed(helper, place, draft_pages="a", body="Restart it.")
    assert "Draft-Other" not in typed(helper, place, draft_pages="b a", body="Restart it twice.")
    # One that was open before knows nothing of them.
    assert "Draft-Other" in typed(helper, place, draft_pages="c", body="Set the channel to 6.")

    page = shown(helper, question.get_absolute_url())
    assert "Set the channel to 6.</textarea>" in page
    assert "In another window you had typed something else here." in page
    helper.post("/drafts/other/", {"draft": place})
    assert "Restart it twice.</textarea>" in shown(helper, question.get_absolute_url())

    # What is sent is gone; what the other window had is a draft still.
    helper.post(f"/questions/{question.pk}/answers/", {"draft": place, "body": "Restart it twice."})
    assert Draft.objects.get().fields == {"body": "Set the channel to 6."}
    helper.post(f"/questions/{question.pk}/answers/", {"draft": place, "body": "Set the channel to 6."})
    assert not Draft.objects.exists()


def test_a_question_begun_with_other_words_leaves_the_draft_where_it_is(come, cast):
    asker = come(cast.asker)
    typed(asker, "question", draft_pages="a", title="The hub loses its Wi-Fi", body="Since Monday.")

    page = shown(asker, "/questions/ask/?title=No+heating")
    assert 'value="No heating"' in page
    assert "Since Monday." not in page
    assert "You had begun something else here" in page

    typed(asker, "question", draft_pages="b", title="No heating", body="Cold.")
    asker.post("/questions/ask/", {"draft": "question", "title": "No heating", "body": "Cold.", "topic": cast.topic.pk})
    assert Draft.objects.get().fields["body"] == "Since Monday."


def test_who_asks_after_an_article_is_offered_what_they_had_begun_about_something_else(come, cast):
    article, asker = make_published(cast), come(cast.asker)
    ask = f"/questions/ask/?article={article.slug}"
    typed(asker, "question", draft_pages="a", title="The hub loses its Wi-Fi", body="Since Monday.")
    page = shown(asker, ask)
    assert "After reading" in page and article.title in page
    assert "Since Monday." not in page and "You had begun something else here" in page
    # What was begun after reading it is about it, and is in the form again.
    typed(asker, "question", draft_pages="b", title="No channel 6", body="There are only five.", article=article.slug)
    page = shown(asker, ask)
    assert "There are only five." in page and "After reading" in page and "We kept what you typed" in page


def test_an_edit_says_when_what_it_changes_has_changed_since(come, cast):
    question = cast.question()
    asker, edit = come(cast.asker), f"/questions/{question.pk}/edit/"
    base = question.created_at.isoformat()
    typed(asker, f"question-edit:{question.pk}", draft_base=base, title=question.title, body="Since Tuesday.")
    assert "has been changed since" not in shown(asker, edit)

    question.edit(by=cast.moderator, reason="The hour.", body="Since **Monday**, 9 pm.")

    page = shown(asker, edit)
    assert "Since Tuesday." in page
    assert "What you were changing has been changed since." in page
    # It says so until the draft is sent or discarded.
    assert f'name="draft_base" value="{base}"' in page


def test_an_article_draft_goes_on_from_the_newest_revision_and_says_so(come, cast):
    article = make_published(cast)
    editor, edit = come(cast.editor), f"/kb/{article.slug}/edit/"
    number = article.newest_revision().number
    typed(editor, f"article:{article.slug}", draft_base=number, title=article.title, body="My words.", seen=number)
    article.revise(by=cast.second_editor, title=article.title, body="Others were quicker.", seen=number)

    page = shown(editor, edit)

    assert "My words.</textarea>" in page
    assert "What you were changing has been changed since." in page
    assert f'name="seen" value="{article.newest_revision().number}"' in page


def test_what_an_author_removes_leaves_their_drafts_too_but_not_what_is_for_staff(come, cast):
    question = cast.question(body=f"Call me: {PHONE}.")
    asker, helper = come(cast.asker), come(cast.helper)
    typed(helper, f"answer:{question.pk}", body=f"I would call {PHONE} first.")
    typed(asker, "question", title="Next", body=f"Call {PHONE}")
    typed(asker, "case", title="In private", body=f"Call {PHONE}")

    question.edit(by=cast.asker, body="Call me.")

    kept = {draft.place: draft.fields["body"] for draft in Draft.objects.all()}
    assert PHONE not in kept["question"]
    assert PHONE not in kept[f"answer:{question.pk}"]
    assert PHONE in kept["case"]


def test_who_chose_to_remove_private_facts_finds_none_in_what_was_refused_for_another_reason(come, cast):
    form = {"draft": "question", "title": "Hub", "body": f"Call {PHONE}", "private_facts": "remove"}
    assert come(cast.asker).post("/questions/ask/", form).status_code == 422
    assert PHONE not in Draft.objects.get().fields["body"]
    assert "private_facts" not in Draft.objects.get().fields


def test_drafts_are_nobody_elses(come, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    private = Case.open_privately(by=cast.asker, title="My invoice", topic=cast.topic, body="It is wrong.")
    typed(come(cast.asker), f"case:{private.ref}", body="Secret lamp words.")
    typed(come(cast.asker), "question", title="Secret lamp words", body="Secret lamp words.")

    for member in (cast.agent, cast.moderator, cast.administrator):
        client = come(member)
        for path in ("/drafts/", "/questions/ask/", "/cases/new/", "/search/?q=lamp", "/feeds/questions.atom"):
            assert "ecret lamp" not in shown(client, path), path
        client.post("/drafts/remove/", {"draft": "question"})
        client.post("/drafts/other/", {"draft": "question"})
    assert "ecret lamp" not in shown(come(cast.agent), f"/support/cases/{private.ref}/")
    assert not admin.site.is_registered(Draft)
    assert not Document.objects.filter(text__contains="ecret lamp").exists()
    assert not Mail.objects.filter(text__contains="ecret lamp").exists()
    assert Draft.objects.of(cast.asker).count() == 2


def test_a_foreign_page_cannot_write_into_a_draft(cast):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    client.force_login(cast.asker)
    for path in ("/drafts/", "/questions/ask/"):
        assert client.post(path, {"draft": "question", "body": "Not mine"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_picture_in_a_draft_stays_while_the_draft_does_and_is_its_uploaders_alone(come, cast):
    mine = Attachment.upload(BytesIO(saved(drawn(), "PNG")), by=cast.asker)
    theirs = Attachment.upload(BytesIO(saved(drawn(), "PNG")), by=cast.helper)
    typed(come(cast.asker), "question", body=f"{mine.markdown} {theirs.markdown}")
    Attachment.objects.update(unused_since=timezone.now() - timedelta(hours=49))

    remove_unused_files()

    assert list(Attachment.objects.all()) == [mine]
    assert not mine.is_public
    assert not mine.is_for(cast.helper)
    assert not AttachmentUse.objects.get().opens

    Draft.discard(by=cast.asker, place="question")
    remove_unused_files()
    Attachment.objects.update(unused_since=timezone.now() - timedelta(hours=49))
    remove_unused_files()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"draft": "nowhere", "body": "x"},
        {"draft": "answer:*", "body": "x"},
        {"draft": "answer:../../", "body": "x"},
        {"draft": "", "body": "x"},
        {"draft": "question", "body": "x" * (LARGEST + 1)},
        {"draft": "question", **{f"f{n}": "x" for n in range(61)}},
    ],
)
def test_what_is_no_form_or_too_much_is_refused(come, cast, form):
    assert come(cast.asker).post("/drafts/", form).status_code == 422
    assert not Draft.objects.exists()


def test_strange_characters_are_kept_as_far_as_the_database_can(come, cast):
    typed(come(cast.asker), "question", title="\0", body="a\0b \U0001f525 \u202e")
    assert Draft.objects.get().fields["body"] == "ab \U0001f525 \u202e"


def test_nobody_fills_the_database_with_drafts(come, cast):
    Draft.objects.bulk_create(Draft(member=cast.asker, place=f"answer:{n}") for n in range(MOST_DRAFTS))
    assert come(cast.asker).post("/drafts/", {"draft": "question", "body": "x"}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(member=cast.asker, place="case", fields={"body": "x" * 1_400_000})


def test_drafts_end_after_thirty_days_and_with_their_members_account(come, cast):
    typed(come(cast.stranger), "question", body="Old")
    typed(come(cast.stranger), "case", body="New")
    Draft.objects.filter(place="question").update(saved_at=timezone.now() - timedelta(days=31))
    forget_old_drafts()
    assert Draft.objects.get().place == "case"

    cast.stranger.delete()
    assert not Draft.objects.exists()


def test_a_reader_gets_the_same_page_as_everybody_and_nothing_is_kept(client, cast):
    question = cast.question()
    page = shown(client, question.get_absolute_url())
    assert "draft_pages" not in page
    assert "draft-note" not in page
    assert page == shown(Client(), question.get_absolute_url())

"""Who answers a mail writes where the mail was about, as the page would let them, and in no other place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.activity.models import Event
from community.content.audiences import Audience
from community.members.models import OrganisationMembership
from community.notifications.models import InboundMail, Mail, ReplyToken, Subscription
from community.notifications.models.reply_token import LASTS
from community.notifications.notices import thread_key
from community.notifications.replies.registry import place_of
from community.support.models import Case, CaseMessage
from forum.models import Answer, Comment
from tests.cast import make_answer, make_comment
from tests.notifications.replies.conftest import reply_to

Why = InboundMail.Why


# -- What the mail says


def test_mail_says_what_an_answer_becomes(cast, newest_mail):
    cast.answer()
    mail = newest_mail(cast.asker)
    token = ReplyToken.objects.get(member=cast.asker)
    assert mail.headers["Reply-To"] == f"reply+{token.token}@help.example.com"
    assert len(token.token) == 32, "128 bits"
    assert "Answer this mail to comment on the answer, for everybody to read." in mail.text
    assert "Answer this mail to comment on the answer, for everybody to read." in mail.html


def test_nobody_is_told_to_answer_where_no_mail_comes_in(cast, newest_mail, settings):
    settings.REPLY_ADDRESS = ""
    cast.answer()
    mail = newest_mail(cast.asker)
    assert "Reply-To" not in mail.headers
    assert "Answer this mail" not in mail.text + mail.html
    assert not ReplyToken.objects.exists()


def test_locked_question_invites_nobody(cast, newest_mail):
    question = cast.question()
    cast.answer(question)
    question.set_locked(True, by=cast.moderator)
    assert "Reply-To" not in newest_mail(cast.asker).headers


def test_next_mail_about_the_thread_has_the_same_address_for_longer(cast, newest_mail):
    question = cast.question()
    cast.answer(question)
    first = newest_mail(cast.asker)
    ReplyToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    make_answer(question, by=cast.stranger)
    assert newest_mail(cast.asker).headers["Reply-To"] == first.headers["Reply-To"]
    assert ReplyToken.objects.get(member=cast.asker).expires_at > timezone.now() + LASTS - timedelta(hours=1)


# -- What becomes of it


def test_asker_who_answers_the_news_of_an_answer_comments_on_it(cast, newest_mail, take_in):
    answer = cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker)))
    comment = Comment.objects.get()
    assert (comment.answer, comment.author, comment.body) == (answer, cast.asker, "It is 2.4.1.")
    assert (taken.outcome, taken.posted) == ("posted", comment)
    assert taken.words == "", "they stand in the comment"


def test_who_answers_a_comment_comments_at_the_same_place(cast, newest_mail, take_in):
    question = cast.question()
    answer = cast.answer(question)
    make_comment(question, by=cast.asker, answer=answer)
    take_in(reply_to(newest_mail(cast.helper), "On both."))
    assert answer.comments.last().body == "On both."
    make_comment(question, by=cast.stranger, body="Which hub is it?")
    take_in(reply_to(newest_mail(cast.asker), "The H2."))
    assert question.comments.get(answer=None, author=cast.asker).body == "The H2."


def test_asker_who_was_asked_for_detail_gives_it_and_the_promise_goes_on(cast, newest_mail, take_in):
    question = cast.question()
    make_comment(question, by=cast.helper, asks_for_detail=True)
    take_in(reply_to(newest_mail(cast.asker)))
    question.refresh_from_db()
    assert question.needs_info_since is None


def test_helper_whose_answer_was_accepted_comments_on_it(cast, newest_mail, take_in):
    question = cast.question()
    answer = cast.answer(question)
    question.accept(answer, by=cast.asker)
    take_in(reply_to(newest_mail(cast.helper), "Glad it helped."))
    assert answer.comments.get().body == "Glad it helped."


def test_follower_who_answers_how_a_question_ended_comments_on_it(cast, newest_mail, take_in):
    question = cast.question()
    question.say_me_too(by=cast.stranger)
    question.set_outcome("planned", by=cast.agent, reason="It comes in May.")
    take_in(reply_to(newest_mail(cast.stranger), "May is late."))
    assert question.comments.get(answer=None).body == "May is late."
    assert not question.answers.exists()


def test_who_answers_the_news_of_a_question_answers_it(cast):
    question = cast.question()
    asked = Event.objects.get(verb="forum.question.asked")
    place = place_of(question, member=cast.helper, told=asked)
    place.post("Set the channel by hand.")
    assert question.answers.get().author == cast.helper
    assert str(place.sentence) == "Answer this mail to answer the question, for everybody to read."


def test_provider_that_changes_message_ids_only_makes_it_a_comment_on_the_question(cast, newest_mail, take_in):
    cast.answer()
    take_in(reply_to(newest_mail(cast.asker), headers={"In-Reply-To": "<other@ses.example>", "References": None}))
    assert Comment.objects.get().answer is None


def test_comment_by_mail_tells_who_is_to_be_told(cast, newest_mail, take_in):
    cast.answer()
    take_in(reply_to(newest_mail(cast.asker)))
    assert "commented on your answer" in newest_mail(cast.helper).text


# -- In private


@pytest.fixture
def case(cast) -> Case:
    """A private request, taken by the agent."""
    case = Case.open_privately(by=cast.asker, title="My invoice", body="It is wrong.", topic=cast.topic)
    case.take(by=cast.agent)
    return case


def test_customer_who_answers_writes_in_the_case_and_nowhere_else(cast, case, newest_mail, take_in):
    case.reply(by=cast.agent, body="What is your customer number?")
    mail = newest_mail(cast.asker)
    assert "Your reply is private: only you and our support team can read it." in mail.text
    take_in(reply_to(mail, "It is 4711, and my card is 4111 1111 1111 1111."))
    assert case.messages.order_by("id").last().body == "It is 4711, and my card is 4111 1111 1111 1111."
    assert not Comment.objects.exists()
    assert not Answer.objects.exists()
    case.refresh_from_db()
    assert case.state == Case.State.IN_PROGRESS


def test_case_of_a_public_question_takes_the_reply_in_private(cast, newest_mail, take_in, work):
    question = cast.question()
    question.escalate(by=cast.asker, reason="")
    work()
    question.case.reply(by=cast.agent, body="May I see your contract?")
    take_in(reply_to(newest_mail(cast.asker), "Yes, it is under Asker."))
    assert question.case.messages.count() == 2
    assert not question.comments.exists()


def test_owner_who_answers_writes_to_the_customer(cast, case, newest_mail, take_in):
    case.customer_replies(body="Are you there?")
    mail = newest_mail(cast.agent)
    take_in(reply_to(mail, "Yes, I look into it."))
    message = case.messages.order_by("id").last()
    assert (message.author, message.body) == (cast.agent, "Yes, I look into it.")


def test_owner_who_has_not_read_the_newest_words_is_told_so(cast, case, newest_mail, take_in):
    case.customer_replies(body="Are you there?")
    mail = newest_mail(cast.agent)
    case.customer_replies(body="It is solved, never mind.")
    taken = take_in(reply_to(mail, "Yes, I look into it."))
    assert taken.why == Why.REFUSED
    assert "The customer has written meanwhile" in taken.explanation
    assert not CaseMessage.objects.filter(author=cast.agent).exists()


def test_agent_who_does_not_own_the_case_writes_nothing(cast, case, newest_mail, take_in):
    case.customer_replies(body="Are you there?")
    mail = newest_mail(cast.agent)
    case.assign(cast.second_agent, by=cast.agent)
    assert take_in(reply_to(mail, "I look into it.")).why == Why.REFUSED
    assert not CaseMessage.objects.filter(author=cast.agent).exists()


def test_where_staff_need_a_second_factor_they_reply_on_the_desk(cast, case, newest_mail, take_in, settings):
    case.customer_replies(body="Are you there?")
    mail = newest_mail(cast.agent)
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert take_in(reply_to(mail, "Yes.")).why == Why.REFUSED
    case.customer_replies(body="Hello?")
    assert "Reply-To" not in newest_mail(cast.agent).headers


# -- What cannot be posted is told, and kept


def refusal(member) -> Mail:
    return Mail.objects.get(member=member, key__startswith="reply:")


def test_private_facts_are_not_published_and_the_words_are_kept(cast, client, newest_mail, take_in, work):
    answer = cast.answer()
    words = "My card is 4111 1111 1111 1111, please refund it."
    taken = take_in(reply_to(newest_mail(cast.asker), words))
    assert not Comment.objects.exists()
    mail = refusal(cast.asker)
    assert "payment card" in mail.text
    assert "4111" not in mail.text + mail.html + mail.subject
    assert mail.headers["Auto-Submitted"] == "auto-replied"
    assert "Reply-To" not in mail.headers

    client.force_login(cast.asker)
    page = client.get(f"/notifications/replies/{taken.pk}/").content.decode()
    assert words in page
    assert f'action="/answers/{answer.pk}/comments/"' in page
    assert "Send it to support in private instead" in page
    asked = client.post(f"/answers/{answer.pk}/comments/", {"body": words})
    assert asked.status_code == 422
    client.post(f"/answers/{answer.pk}/comments/", {"body": words, "private_facts": "remove"})
    assert "4111" not in Comment.objects.get().body

    work()
    taken.refresh_from_db()
    assert taken.words == "", "we keep no copy, as the page said"


def test_kept_words_can_be_sent_in_private(cast, client, newest_mail, take_in, work):
    cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker), "My card is 4111 1111 1111 1111."))
    client.force_login(cast.asker)
    form = {"title": "The hub loses its Wi-Fi every night", "body": taken.words}
    page = client.post("/cases/new/", form)
    assert "4111 1111 1111 1111" in page.content.decode(), "the topic is still to be chosen; nothing is lost"
    client.post("/cases/new/", form | {"topic": cast.topic.pk})
    assert Case.objects.get().messages.get().body == "My card is 4111 1111 1111 1111."
    work()
    taken.refresh_from_db()
    assert taken.words == ""


def test_other_words_of_theirs_forget_nothing(cast, newest_mail, take_in, work):
    question = cast.question()
    cast.answer(question)
    taken = take_in(reply_to(newest_mail(cast.asker), "My card is 4111 1111 1111 1111."))
    make_comment(question, by=cast.asker, body="By the way, it also happens by day.")
    make_comment(question, by=cast.stranger, body="My card is 4111 1111 1111 1111.")
    work()
    taken.refresh_from_db()
    assert taken.words


def test_kept_words_can_be_thrown_away(cast, client, newest_mail, take_in):
    cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker), "Call me: +49 30 901820."))
    client.force_login(cast.asker)
    client.post(f"/notifications/replies/{taken.pk}/remove/")
    assert client.get(f"/notifications/replies/{taken.pk}/").status_code == 404
    assert not InboundMail.objects.exclude(words="").exists()


def test_words_in_a_locked_question_are_kept(cast, client, newest_mail, take_in):
    question = cast.question()
    cast.answer(question)
    mail = newest_mail(cast.asker)
    question.set_locked(True, by=cast.moderator)
    taken = take_in(reply_to(mail))
    assert taken.why == Why.REFUSED
    assert "locked" in refusal(cast.asker).text
    client.force_login(cast.asker)
    page = client.get(f"/notifications/replies/{taken.pk}/").content.decode()
    assert "It is 2.4.1." in page
    assert "locked" in page


def test_what_was_hidden_or_left_the_audience_takes_no_reply(cast, newest_mail, take_in):
    question = cast.question(by=cast.colleague, audience=Audience.ORGANISATION, organisation=cast.organisation)
    answer = cast.answer(question, by=cast.agent)
    mail = newest_mail(cast.colleague)
    answer.hide(by=cast.moderator)
    assert take_in(reply_to(mail)).explanation == "What you answered to is no longer there."
    question.hide(by=cast.moderator)
    take_in(reply_to(mail))
    assert not Comment.objects.exists()


def test_follower_who_left_the_organisation_posts_nothing(cast, newest_mail, take_in):
    question = cast.question(by=cast.agent, audience=Audience.ORGANISATION, organisation=cast.organisation)
    Subscription.follow(cast.colleague, question)
    make_answer(question, by=cast.second_agent)
    mail = newest_mail(cast.colleague)
    OrganisationMembership.objects.all().delete()
    cast.colleague.forget_standing()
    assert take_in(reply_to(mail)).why == Why.REFUSED
    assert not Comment.objects.exists()


def test_too_late_is_told_and_kept(cast, newest_mail, take_in):
    cast.answer()
    mail = newest_mail(cast.asker)
    ReplyToken.objects.update(expires_at=timezone.now() - timedelta(days=1))
    taken = take_in(reply_to(mail))
    assert (taken.why, taken.words) == (Why.EXPIRED, "It is 2.4.1.")
    assert "older than 90 days" in refusal(cast.asker).text
    assert not Comment.objects.exists()


def test_no_words_are_told(cast, newest_mail, take_in):
    cast.answer()
    assert take_in(reply_to(newest_mail(cast.asker), "")).why == Why.EMPTY
    assert "no words of yours" in refusal(cast.asker).text


def test_too_long_for_a_comment_is_told_and_kept(cast, newest_mail, take_in):
    cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker), "Too long. " * 300))
    assert "room for 2000 there" in taken.explanation
    assert len(taken.words) > Comment.LONGEST


def test_limits_of_the_page_hold(cast, newest_mail, take_in, settings):
    settings.LIMITS_ENABLED = True
    cast.answer()
    mail = newest_mail(cast.asker)
    whys = [take_in(reply_to(mail, f"Line {number}.")).why for number in range(12)]
    assert Comment.objects.count() == 10
    assert whys[10:] == [Why.TOO_MANY] * 2


def test_closed_case_says_what_to_do(cast, case, newest_mail, take_in):
    case.reply(by=cast.agent, body="What is your customer number?")
    mail = newest_mail(cast.asker)
    case.end(by=cast.agent, outcome="solved", public_words="Done.")
    Case.close_ended(timezone.now() + timedelta(days=15))
    taken = take_in(reply_to(mail))
    assert f"Open a new one and mention {case.ref}" in taken.explanation
    assert not Comment.objects.exists()


def test_refusal_is_in_the_language_of_its_reader(cast, newest_mail, take_in):
    cast.asker.language = "de"
    cast.asker.save(update_fields=["language"])
    cast.answer()
    take_in(reply_to(newest_mail(cast.asker), ""))
    assert 'lang="de"' in refusal(cast.asker).html


def test_kept_words_are_for_their_author_alone(cast, client, newest_mail, take_in):
    cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker), "Call me: +49 30 901820."))
    address = f"/notifications/replies/{taken.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(cast.moderator)
    assert client.get(address).status_code == 404


def test_words_are_forgotten_after_two_weeks_and_the_row_after_ninety_days(cast, newest_mail, take_in):
    cast.answer()
    taken = take_in(reply_to(newest_mail(cast.asker), "Call me: +49 30 901820."))
    InboundMail.forget(timezone.now() + timedelta(days=15))
    taken.refresh_from_db()
    assert taken.words == ""
    assert InboundMail.forget(timezone.now() + timedelta(days=91)) == 1
    assert ReplyToken.forget(timezone.now() + timedelta(days=100)) == 0, "who answers late is told that it is too late"
    assert ReplyToken.forget(timezone.now() + timedelta(days=181)) >= 1


def test_thread_that_takes_no_replies_says_so(cast):
    ReplyToken.renew([cast.asker.pk], thread_key(cast.topic))
    with pytest.raises(Exception, match="takes no replies by mail"):
        place_of(cast.topic, member=cast.asker, told=None)

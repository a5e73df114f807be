"""A customer's own cases: open one, read what staff write, write back, read how it ended."""

from datetime import timedelta

from django.utils import timezone

from community.support.models import Case


def test_customer_opens_a_private_case(cast, sign_in):
    client = sign_in(cast.asker)
    page = client.get("/cases/new/").content.decode()
    assert "Only you and our support team can read it." in page
    cast.topic.save()
    response = client.post(
        "/cases/new/", {"title": "My  invoice is wrong", "topic": cast.topic.pk, "body": "It says *Elm Road*."}
    )
    case = Case.objects.get()
    assert response["Location"] == f"/cases/{case.ref}/"
    assert (case.title, case.customer, case.opened_why) == ("My invoice is wrong", cast.asker, Case.Why.CUSTOMER)
    page = client.get(response["Location"]).content.decode()
    assert "It says <em>Elm Road</em>." in page
    assert "A person answers by" in page
    assert "My invoice is wrong" in client.get("/cases/").content.decode()


def test_double_click_opens_one(cast, sign_in):
    client = sign_in(cast.asker)
    form = {"title": "My invoice is wrong", "topic": cast.topic.pk, "body": "It says Elm Road."}
    assert client.post("/cases/new/", form)["Location"] == client.post("/cases/new/", form)["Location"]
    assert Case.objects.count() == 1


def test_what_was_typed_is_not_lost_to_an_error(cast, sign_in):
    response = sign_in(cast.asker).post("/cases/new/", {"title": "Hm", "body": "A long story."})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say a little more" in page
    assert "Choose the topic that fits best." in page
    assert "A long story." in page


def test_team_of_the_topic_gets_it(cast):
    from community.members.models import Team

    team = Team.objects.create(name="Money", slug="money")
    team.topics.add(cast.topic)
    case = Case.open_privately(by=cast.asker, title="My invoice is wrong", body="…", topic=cast.topic)
    assert case.team == team


def test_reply_makes_it_our_turn_again(cast, private_case, sign_in):
    private_case.reply(by=cast.agent, body="Which street?")
    client = sign_in(cast.asker)
    page = client.get(private_case.get_absolute_url()).content.decode()
    assert "Waits for your reply" in page
    assert "Agnes Agent looks after your case." in page
    client.post(f"{private_case.get_absolute_url()}messages/", {"body": "Oak Street."})
    private_case.refresh_from_db()
    assert private_case.state == Case.State.IN_PROGRESS
    assert "Oak Street." in sign_in(cast.agent).get(private_case.get_desk_url()).content.decode()


def test_same_reply_twice_is_taken_once(cast, private_case, sign_in):
    for _click in range(2):
        sign_in(cast.asker).post(f"{private_case.get_absolute_url()}messages/", {"body": "Oak Street."})
    assert private_case.messages.filter(body="Oak Street.").count() == 1


def test_customer_reads_how_it_ended(cast, private_case, sign_in):
    private_case.end(by=cast.agent, outcome="solved", public_words="The address is Oak Street now.")
    page = sign_in(cast.asker).get(private_case.get_absolute_url()).content.decode()
    assert "The address is Oak Street now." in page
    assert "Writing opens the case again." in page


def test_writing_after_the_end_opens_it_again(cast, private_case, sign_in):
    private_case.end(by=cast.agent, outcome="solved", public_words="")
    sign_in(cast.asker).post(f"{private_case.get_absolute_url()}messages/", {"body": "It came back."})
    private_case.refresh_from_db()
    assert private_case.is_open
    assert private_case.messages.filter(body="It came back.").exists()


def test_after_two_weeks_it_is_closed_for_good(cast, private_case, sign_in):
    private_case.end(by=cast.agent, outcome="solved", public_words="")
    assert Case.close_ended() == 0
    assert Case.close_ended(timezone.now() + timedelta(days=15)) == 1
    client = sign_in(cast.asker)
    page = client.get(private_case.get_absolute_url()).content.decode()
    assert "This case is closed." in page
    response = client.post(f"{private_case.get_absolute_url()}messages/", {"body": "It came back."})
    assert response.status_code == 422
    assert f"Open a new one and mention {private_case.ref}." in response.content.decode()


def test_empty_list_says_what_to_do(cast, sign_in):
    page = sign_in(cast.asker).get("/cases/").content.decode()
    assert "You have no cases" in page
    assert "/cases/new/" in page


def test_customer_sees_only_their_own(cast, private_case, case, sign_in):
    page = sign_in(cast.stranger).get("/cases/").content.decode()
    assert private_case.ref not in page
    assert case.ref not in page


def test_list_costs_the_same_for_one_and_for_many(cast, private_case, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.asker)
    client.get("/cases/")

    def count():
        with django_assert_max_num_queries(12) as found:
            client.get("/cases/")
        return len(found)

    one = count()
    for number in range(15):
        Case.open_privately(by=cast.asker, title=f"Request number {number}", body="…", topic=cast.topic)
    assert count() == one

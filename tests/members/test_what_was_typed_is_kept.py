"""Who turns out not to be signed in loses no word: it is offered again, with one button, after they have."""

from forum.models import Answer


def test_an_answer_typed_while_signed_out(client, cast):
    question = cast.question()
    cast.helper.set_password("a long lamp 47")
    cast.helper.save()
    cast.helper.emailaddress_set.create(email=cast.helper.email, verified=True, primary=True)

    sent = client.post(f"/questions/{question.pk}/answers/", {"body": "Set the channel to 6."})
    assert sent["Location"].startswith("/accounts/login/")
    assert not Answer.objects.exists()

    client.post("/accounts/login/", {"login": "hugo", "password": "a long lamp 47"})
    page = client.get("/accounts/continue/").content.decode()

    assert "Set the channel to 6." in page
    assert f'action="/questions/{question.pk}/answers/"' in page
    assert not Answer.objects.exists()

    client.post(f"/questions/{question.pk}/answers/", {"body": "Set the channel to 6."})
    assert Answer.objects.get().author == cast.helper
    assert client.get("/accounts/continue/").status_code == 302


def test_nothing_kept_leads_home(client, cast):
    client.force_login(cast.helper)

    assert client.get("/accounts/continue/")["Location"] == "/"

"""The component page is for staff, and shows both themes."""


def test_staff_see_every_part_in_both_themes(client, cast):
    client.force_login(cast.agent)
    page = client.get("/styleguide/").content.decode()
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') > 10
    for part in ("question-row", "answer--solution", "timeline", "sparkline", "error-summary", "thumb-bar"):
        assert page.count(part) >= 2, part


def test_a_customer_may_not(client, cast):
    client.force_login(cast.asker)
    assert client.get("/styleguide/").status_code == 403


def test_a_reader_signs_in_first(client, db):
    response = client.get("/styleguide/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")

"""What a program can do: read without a key, act for a member with one, and nothing beyond the member's rights."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.api.models import ApiKey
from community.catalogue.models import Product, Release
from forum.models import Question


@pytest.fixture
def call(client, cast):
    """`call("get", "/questions", key=…)`; returns status and JSON."""

    def send(method, path, body=None, key=""):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = getattr(client, method)(f"/api/v1{path}", body, content_type="application/json", headers=headers)
        return response.status_code, response.json()

    return send


def key_of(member, scope=ApiKey.Scope.WRITE, **fields):
    return ApiKey.make(member=member, name="test", scope=scope, **fields)[1]


def test_anybody_reads_questions_and_topics(call, cast):
    question = cast.question(tags=["router"])
    cast.answer(question)

    _status, page = call("get", "/questions")
    status, found = call("get", f"/questions/{question.pk}")

    assert status == 200
    assert [row["title"] for row in page["questions"]] == [question.title]
    assert found["tags"] == ["router"]
    assert [a["author"]["username"] for a in found["all_answers"]] == ["hugo"]
    assert call("get", "/topics")[1][0]["slug"] == "wi-fi"


def test_the_journey_by_key(call, cast):
    cast.topic.save()
    ann, hugo = key_of(cast.asker), key_of(cast.helper)

    status, asked = call(
        "post", "/questions", {"title": "The hub blinks red", "body": "Since today.", "topic": "wi-fi"}, ann
    )
    assert status == 201
    status, answered = call("post", f"/questions/{asked['id']}/answers", {"body": "Hold reset."}, hugo)
    assert status == 201
    status, solved = call("post", f"/questions/{asked['id']}/solution", {"answer": answered["id"]}, ann)

    assert (status, solved["is_solved"]) == (200, True)
    assert solved["all_answers"][0]["is_solution"]
    assert call("post", f"/questions/{asked['id']}/solution/remove", {}, ann)[1]["is_solved"] is False


def test_only_who_may_accept_accepts(call, cast):
    answer = cast.answer()

    status, problem = call(
        "post", f"/questions/{answer.question_id}/solution", {"answer": answer.pk}, key_of(cast.stranger)
    )

    assert (status, problem["status"]) == (403, 403)
    assert not Question.objects.solved().exists()


def test_a_program_that_sends_twice_asks_once_unless_it_means_it(client, cast):
    cast.topic.save()
    asked = {"title": "The hub blinks red", "body": "Since today.", "topic": "wi-fi"}
    headers = {"Authorization": f"Bearer {key_of(cast.asker)}"}

    def send(key):
        headers["Idempotency-Key"] = key
        return client.post("/api/v1/questions", asked, content_type="application/json", headers=headers).json()["id"]

    assert send("a") == send("a") != send("b")


def test_saying_that_it_worked_by_key(call, cast):
    hub = Product.objects.create(name="Hub", slug="hub")
    Release.objects.create(product=hub, version="3.10")
    answer, sam = cast.answer(cast.question(product=hub)), key_of(cast.stranger)
    path = f"/answers/{answer.pk}/confirmation"

    status, said = call("post", path, {"worked": True, "release": "3.10"}, sam)

    assert (status, said["worked_for"], said["works_on"], said["fails_on"]) == (200, 1, "3.10", None)
    assert call("post", path, {"worked": True, "release": "9.9"}, sam)[0] == 404
    assert call("post", path, {"worked": True}, key_of(cast.helper))[0] == 403
    assert call("post", f"{path}/remove", {}, sam)[1]["worked_for"] == 0


def test_endorsing_by_key_needs_the_right(call, cast):
    path = f"/answers/{cast.answer().pk}/endorsement"

    assert call("post", path, {}, key_of(cast.stranger))[0] == 403
    assert call("post", path, {}, key_of(cast.agent))[1]["is_endorsed"] is True
    assert call("post", f"{path}/remove", {}, key_of(cast.agent))[1]["is_endorsed"] is False


def test_writing_needs_a_key_that_may_write(call, cast):
    new = {"title": "The hub blinks red", "body": "Since today.", "topic": cast.topic.slug}

    assert call("post", "/questions", new)[0] == 401
    assert call("post", "/questions", new, key_of(cast.asker, ApiKey.Scope.READ))[0] == 403
    assert call("post", "/questions", new, "plk_wrong")[0] == 401
    assert not Question.objects.exists()


def test_a_key_ends(call, cast):
    over = key_of(cast.asker, expires_at=timezone.now() - timedelta(seconds=1))
    key, revoked = ApiKey.make(member=cast.asker, name="old", scope="read")
    key.revoke()

    assert call("get", "/questions", key=over)[0] == 401
    assert call("get", "/questions", key=revoked)[0] == 401


def test_what_is_not_for_everybody_is_not_there(call, cast):
    question = cast.question(audience="staff")

    assert call("get", f"/questions/{question.pk}")[0] == 404
    assert call("get", f"/questions/{question.pk}", key=key_of(cast.agent))[0] == 200
    assert call("get", "/questions")[1]["questions"] == []


def test_unreadable_fields_are_named(call, cast):
    status, problem = call("post", "/questions", {"title": "x", "body": "", "topic": "wi-fi"}, key_of(cast.asker))

    assert status == 422
    assert any("title" in name for name in problem["fields"])


def test_lists_page_by_cursor(call, cast):
    made = [cast.question(title=f"Question number {n}").pk for n in range(25)]

    _status, first = call("get", "/questions")
    _status, second = call("get", f"/questions?cursor={first['next_cursor']}")

    assert [q["id"] for q in first["questions"] + second["questions"]] == made[::-1]
    assert second["next_cursor"] == ""
    assert call("get", "/questions?cursor=nonsense")[0] == 404


def test_a_member_makes_a_key_and_sees_it_once(client, cast):
    client.force_login(cast.asker)

    made = client.post("/accounts/api-keys/", {"name": "My script", "scope": "read", "days": 30})
    later = client.get("/accounts/api-keys/")

    key = ApiKey.objects.get()
    assert "plk_" in made.content.decode()
    assert ApiKey.find(made.context["words"]) == key
    assert made.context["words"] not in later.content.decode()
    assert "My script" in later.content.decode()

    client.post(f"/accounts/api-keys/{key.pk}/remove/")
    assert ApiKey.find(made.context["words"]) is None


def test_nobody_revokes_anothers_key(client, cast):
    key, words = ApiKey.make(member=cast.asker, name="mine", scope="read")
    client.force_login(cast.stranger)

    assert client.post(f"/accounts/api-keys/{key.pk}/remove/").status_code == 404
    assert ApiKey.find(words) == key


def test_the_reference_names_every_operation(client, db):
    page = client.get("/api/v1/docs").content.decode()
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        assert path in page
        for operation in methods.values():
            assert operation["summary"] in page


def test_errors_are_problems_in_json(client, db):
    missing = client.get("/api/v1/nothing/")

    assert missing.status_code == 404
    assert missing["Content-Type"].startswith("application/")
    assert "detail" in missing.json()

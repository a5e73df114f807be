"""A web process of its own, for the tests that stop the broker: asks and answers through the pages, and prints seconds."""

import json
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings"
django.setup()

from django.test import Client  # noqa: E402

from community.members.models import Member  # noqa: E402
from forum.models import Question  # noqa: E402


def visit(username: str, path: str, form: dict) -> float:
    """Post a form as a member; returns the seconds that it took."""
    client = Client(SERVER_NAME="localhost", HTTP_SEC_FETCH_SITE="same-origin")
    client.force_login(Member.objects.get(username=username))
    started = time.perf_counter()
    response = client.post(path, form)
    took = time.perf_counter() - started
    if response.status_code not in (200, 302):
        raise SystemExit(f"{path} answered {response.status_code}")
    return took


if __name__ == "__main__":
    asker, helper, topic = sys.argv[1:]
    # A web process that has just started loads templates, addresses and the weights for likeness: that is not what is
    # measured.
    for path in ("/", "/questions/ask/"):
        Client().get(path)
    visit(asker, "/questions/preview/", {"body": "warm"})
    visit(asker, "/questions/ask/", {"title": "The hub is lost at night", "body": "Every night.", "topic": topic})
    new = {"title": "The hub blinks red since noon", "body": "What does it mean?", "topic": topic}
    asking = visit(asker, "/questions/ask/", new)
    question = Question.objects.latest("pk")
    answering = visit(helper, f"/questions/{question.pk}/answers/", {"body": "It looks for its network."})
    answer = question.answers.get()
    accepting = visit(asker, f"/questions/{question.pk}/solution/", {"answer": answer.pk})
    sys.stdout.write(json.dumps({"question": question.pk, "seconds": [asking, answering, accepting]}))

"""A member's program, which calls the API with a key."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from community.api.models import ApiKey


def program_of(member) -> Callable[..., Any]:
    """`send("/questions/1/lock", {…})`: what the API answers to a POST."""
    key = ApiKey.make(member=member, name="test", scope=ApiKey.Scope.WRITE)[1]

    def send(path: str, body: dict | None = None):
        headers = {"Authorization": f"Bearer {key}"}
        return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return send

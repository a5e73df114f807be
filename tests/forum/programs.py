"""A member's program, which calls the API with a key."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from community.api.models import ApiKey


def program_of(member) -> Callable[..., Any]:
    """`send("/questions/1/lock", {…})`: what the API answers to a POST."""
    headers = _key_of(member, ApiKey.Scope.WRITE)

    def send(path: str, body: dict | None = None):
        return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return send


def reader_of(member) -> Callable[..., Any]:
    """`read("/cases")`: what the API answers to a GET with a key that may only read."""
    headers = _key_of(member, ApiKey.Scope.READ)
    return lambda path: Client().get(f"/api/v1{path}", headers=headers)


def _key_of(member, scope: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {ApiKey.make(member=member, name='test', scope=scope)[1]}"}

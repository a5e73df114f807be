"""What a page can do, a program can do: each verb that only the pages have stands here, and nowhere else."""

import re

from community.api.api import api
from tests.test_permissions import LINES
from tests.world import World

# A program has no use for these: its keys, its look, what it typed so far, and the demo's own.
OF_PAGES_ALONE = {
    "api-keys", "api-key-remove", "demo:switch", "draft-other", "draft-remove", "drafts",
    "forum:follow-by-mail", "forum:preview", "forum:question-hints", "forum:question-intake", "inbound-mail",
    "kb:article-preview",
    "members:profile", "notifications:following-remove", "notifications:guest-confirmation",
    "notifications:reply-remove", "notifications:seen", "notifications:settings", "notifications:unsubscribe",
    "private-facts",
}  # fmt: skip
# Where the page that shows the form has an address of its own.
ELSEWHERE = {
    "/questions/ask/": "/questions/",
    "/cases/new/": "/cases/",
    "/incidents/new/": "/incidents/",
    "/kb/new/": "/articles/",
}

# Sent by the help widget from pages of other sites; ours say it at `/search/opened/`.
OF_THE_WIDGET = {"/widget/opened/"}


def test_every_verb_of_a_page_is_one_of_the_api_or_of_pages_alone(db):
    world = World()
    verbs = {name for method, name, _letters in LINES if method == "POST"}
    takes = [re.sub(r"{\w+}", "[^/]+", path) for path, methods in _paths().items() if "post" in methods]

    lacking = {name for name in verbs if not _matches(world.address(name), takes)}

    assert lacking == OF_PAGES_ALONE


def test_every_verb_of_the_api_is_one_of_a_page(db):
    world = World()
    pages = [world.address(name) for method, name, _letters in LINES if method == "POST"]

    for path, methods in _paths().items():
        if set(methods) - {"get"} and path not in OF_THE_WIDGET:
            assert any(_matches(page, [re.sub(r"{\w+}", "[^/]+", path)]) for page in pages), path


def _paths() -> dict[str, dict]:
    """The methods by path, as the pages' addresses are written: `/questions/{question_id}/lock/`."""
    return {path.removeprefix("/api/v1") + "/": methods for path, methods in api.get_openapi_schema()["paths"].items()}


def _matches(address: str, paths: list[str]) -> bool:
    there = ELSEWHERE.get(address, address).replace("/kb/", "/articles/")
    return any(re.fullmatch(path, there) for path in paths)

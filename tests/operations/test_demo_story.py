"""The story of the demo as it is written: complete, in order, plainly made up, and with links that lead somewhere."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from community.operations.demo.script import BadStoryError, Story, When

LINK = re.compile(r"\]\((question|answer|article|incident|film):([^)\s]+)")
PROMISED = timedelta(hours=8)
REAL_COMPANIES = re.compile(
    r"\b(google|apple|amazon|microsoft|samsung|philips|siemens|bosch|honeywell|netatmo|tado|danfoss|vaillant|viessmann|"
    r"buderus|sonos|ikea|netgear|tp-link|linksys|cisco|fritzbox|avm|ubiquiti|facebook|twitter|alexa|siri|homekit|gmail|"
    r"outlook|yahoo|paypal|visa|mastercard|xbox|playstation|nintendo)\b"
)


@pytest.fixture(scope="module")
def story() -> Story:
    return Story.read()


def count(story, verb) -> int:
    return len(story.of(verb))


def words_of(story) -> list[str]:
    return [f"{h.title}\n{h.body}" for h in story.happenings] + [str(p) for p in story.people] + [str(story.catalogue)]


def test_there_is_as_much_as_was_promised(story):
    assert count(story, "question") >= 60
    assert count(story, "answer") >= 150
    assert count(story, "comment") >= 100
    assert count(story, "draft") >= 15
    assert len(story.people) >= 15
    assert 6 <= len(story.catalogue["topics"]) <= 9
    assert {h.get("lang", "en") for h in story.of("question")} == {"en", "de", "fr"}
    assert all(h.title and h.body for h in story.of("question", "draft"))


def test_every_part_of_the_cast_is_played(story):
    cast = Counter(person.get("cast", "") for person in story.people)
    del cast[""]
    assert cast == {
        "customer": 2,
        "newcomer": 1,
        "advocate": 1,
        "editor": 2,
        "agent": 2,
        "moderator": 1,
        "programme": 1,
        "administrator": 1,
    }
    assert all(person["bio"] for person in story.people)


def test_people_topics_and_releases_exist(story):
    topics = {topic["slug"] for topic in story.catalogue["topics"]}
    releases = {
        f"{product['slug']}@{release['version']}"
        for product in story.catalogue["products"]
        for release in product["releases"]
    }
    for happening in story.happenings:
        assert set(happening.people) <= story.usernames, happening.place
        if happening.verb in ("question", "case", "draft"):
            assert happening.topic in topics, happening.place
        if "@" in happening.get("release"):
            assert happening["release"] in releases, happening.place


@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("minute", [0, 7, 59])
def test_threads_are_in_order_whatever_time_the_demo_starts(story, hour, minute):
    start = datetime(2026, 3, 31, hour, minute, tzinfo=UTC)
    latest: dict[tuple[str, str], datetime] = {}
    for happening in story.happenings:
        at = happening.when.at(start, PROMISED)
        thread = (happening.place.partition(":")[0], happening.thread)
        assert at <= start, f"{happening.place} has not happened yet"
        assert at >= latest.get(thread, at), f"{happening.place} comes before what stands above it"
        assert start - at < timedelta(days=31)
        latest[thread] = at


def test_what_is_referred_to_was_written_before(story):
    start = datetime(2026, 3, 31, 12, tzinfo=UTC)
    written: dict[str, object] = {}
    for at, happening in story.in_order(start, {}):
        for name in ("on", "answer"):
            if happening.get(name):
                assert happening[name] in written, f"{happening.place}: there is no {happening[name]} at {at}"
        if happening.verb in ("accept", "confirm", "no-help"):
            assert written[happening["answer"]] == happening.thread or happening.verb == "confirm", happening.place
        for label in (happening.get("as"), happening.thread if happening.verb in ("question", "case") else ""):
            assert not label or label not in written, f"{happening.place}: {label} is used twice"
            if label:
                written[label] = happening.thread


def test_nobody_votes_for_themselves_and_only_askers_accept(story):
    authors = {h["as"]: h.who for h in story.of("answer")}
    askers = {h.thread: h.who for h in story.of("question", "case")}
    for happening in story.of("vote"):
        assert authors[happening["on"]] not in happening.people, happening.place
    for happening in story.of("accept"):
        assert happening.who == askers[happening.thread], happening.place
    for happening in story.of("me-too"):
        assert askers[happening.thread] not in happening.people, happening.place


def test_every_link_leads_to_something_in_the_story(story):
    targets = {
        "question": {h.thread for h in story.of("question")},
        "answer": {h["as"] for h in story.of("answer")},
        "article": {h.thread for h in story.of("draft")},
        "incident": {h.thread for h in story.of("incident")},
        "film": {h["as"] for h in story.of("film")},
    }
    found = 0
    for happening in story.happenings:
        for kind, name in LINK.findall(happening.body):
            found += 1
            assert name in targets[kind], f"{happening.place}: there is no {kind} {name}"
    assert found >= 10
    for draft in story.of("draft"):
        for source in draft.listed("from"):
            question, _, answer = source.partition(":")
            assert question in targets["question"] and answer in targets["answer"], draft.place


def test_no_filler_and_nothing_real(story):
    for text in words_of(story):
        lowered = text.lower()
        assert "lorem" not in lowered and "ipsum" not in lowered
        assert not REAL_COMPANIES.search(lowered), text[:80]
        for domain in re.findall(r"@([\w.-]+\.\w+)", text) + re.findall(r"https?://([\w.-]+)", text):
            assert domain.endswith((".example", ".local")) or domain in ("www.example.com", "example.com"), domain


def test_words_are_not_made_by_pattern(story):
    bodies = [h.body for h in story.of("question", "answer")]
    assert len(set(bodies)) == len(bodies)
    openings = Counter(" ".join(body.split()[:3]).lower() for body in bodies)
    assert max(openings.values()) <= 3, openings.most_common(5)
    lengths = [len(body.split()) for body in bodies]
    assert min(lengths) <= 6 and max(lengths) >= 150


def test_times_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="no time"):
        When.parse("yesterday")


def test_a_bad_line_names_its_place(tmp_path):
    (tmp_path / "catalogue.toml").write_text("")
    (tmp_path / "people.toml").write_text("people = []")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "wifi.md").write_text("words\n\n@@ question ann soon\n# Title\n")
    with pytest.raises(BadStoryError, match=r"wifi\.md:3"):
        Story.read(tmp_path)

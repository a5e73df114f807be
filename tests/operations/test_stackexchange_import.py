"""Importing a dump: whole, once, repeatable, and with nothing half-made."""

import contextlib
import io
import zlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from taggit.models import Tag

from community.activity.models import Delivery, Event
from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.content.models import Origin, PostRevision
from community.members.models import Member
from community.notifications.models import Mail, Notification, Subscription
from community.search.finding import find
from community.search.models import Document
from forum.models import Answer, Comment, Duplicate, Question
from tests.cast import make_answer
from tests.operations import dumps
from tests.operations.importing import TABLES, run, state


@pytest.fixture
def ale(tmp_path):
    """A site with two questions, three answers, an accepted one, comments, a duplicate, and somebody who left."""
    folder = tmp_path / "ale.stackexchange.com"
    folder.mkdir()
    write(folder)
    return folder


def write(folder, **changes):
    posts = [
        dumps.question(1, AcceptedAnswerId=3, Title="What are hops?", Tags="<hops><ale>", Score=7),
        dumps.question(2, Title="Why hops, again?", OwnerUserId=2, ClosedDate="2014-03-01T00:00:00.000"),
        dumps.answer(3, to=1, Score=5, Body="<p>A <em>flower</em>.<script>alert(1)</script></p>"),
        dumps.answer(4, to=1, Score=-2, OwnerUserId="", OwnerDisplayName="Left Hand"),
        dumps.answer(5, to=2, OwnerUserId=1, ContentLicense="CC BY-SA 4.0"),
        {"Id": 6, "PostTypeId": 5, "CreationDate": "2014-01-21T20:26:05.383", "Body": "A wiki page"},
        *changes.get("posts", ()),
    ]
    changed = {row["Id"]: row for row in changes.get("changed", ())}
    posts = [changed.get(row["Id"], row) for row in posts if row["Id"] not in changes.get("without", ())]
    dumps.write_rows(folder, "Posts.xml", posts)
    dumps.write_rows(
        folder, "Users.xml", [dumps.user(-1, "Community"), dumps.user(1, "Ann Öl"), dumps.user(2, "ann öl")]
    )
    dumps.write_rows(
        folder, "Comments.xml", [dumps.comment(1, on=1), dumps.comment(2, on=3, UserId=2), dumps.comment(3, on=999)]
    )
    dumps.write_rows(folder, "Votes.xml", [dumps.vote(1, 3, kind=1), dumps.vote(2, 3), dumps.vote(3, 3, kind=3)])
    dumps.write_rows(folder, "PostLinks.xml", [dumps.link(1, 2, 1), dumps.link(2, 1, 2, kind=1), dumps.link(3, 2, 999)])
    dumps.write_rows(
        folder, "Tags.xml", [{"Id": 1, "TagName": "hops"}, {"Id": 2, "TagName": "ale"}, {"Id": 3, "TagName": "c#"}]
    )


def post(model, number):
    return model.objects.get(origin__external_id=str(number), origin__site="ale.stackexchange.com")


def test_everything_arrives_in_its_place(db, ale):
    run(ale)
    first, second = post(Question, 1), post(Question, 2)
    solution, other = post(Answer, 3), post(Answer, 4)

    assert first.title == "What are hops?"
    assert first.created_at.isoformat() == "2014-01-21T20:26:05.383000+00:00"
    assert (first.topic.name, first.language, first.imported_votes, first.imported_views) == ("Ale", "en", 7, 40)
    assert set(first.tags.names()) == {"hops", "ale"}
    assert set(Tag.objects.values_list("name", flat=True)) == {"hops", "ale", "c#"}
    assert first.solution == solution
    assert first.solved_at == solution.created_at
    assert (first.answer_count, first.best_score) == (2, 5)
    assert (solution.score, other.score) == (5, -2)
    assert solution.body_html == "<p>A <em>flower</em>.</p>"
    assert second.duplicate_of == first
    assert second.locked_at.year == 2014
    on_question, on_answer = post(Comment, 1), post(Comment, 2)
    assert (on_question.question, on_question.answer) == (first, None)
    assert (on_answer.question, on_answer.answer) == (first, solution)
    assert on_question.body_html == "<p>Comment 1 &amp; more</p>\n"


def test_the_source_is_named_on_every_post(db, ale):
    run(ale)
    origin = post(Answer, 3).origin
    assert origin.url == "https://ale.stackexchange.com/a/3"
    assert (origin.author_name, origin.author_url) == ("ann öl", "https://ale.stackexchange.com/users/2")
    assert origin.licence == "CC BY-SA 3.0"
    assert post(Answer, 5).origin.licence == "CC BY-SA 4.0"
    left = post(Answer, 4)
    assert (left.origin.author_name, left.origin.author_url) == ("Left Hand", "")
    assert left.author.name == "Left Hand"
    assert not Question.objects.filter(origin=None).exists()
    assert not Answer.objects.filter(origin=None).exists()
    assert not Comment.objects.filter(origin=None).exists()


def test_imported_members_cannot_sign_in(db, ale):
    run(ale)
    ann = Origin.objects.get(kind="member", external_id="1").member
    other = Origin.objects.get(kind="member", external_id="2").member
    assert (ann.username, ann.name, other.username) == ("ann-ol", "Ann Öl", "ann-ol-2")
    for member in Member.objects.all():
        assert not member.is_active
        assert not member.has_usable_password()
        assert member.email == ""
    assert Origin.objects.get(kind="member", external_id="-1").member.is_automatic


def test_names_that_are_taken_or_reserved_get_a_number(cast, ale):
    taken = cast.asker
    dumps.write_rows(
        ale, "Users.xml", [dumps.user(1, taken.username.upper()), dumps.user(2, "Admin"), dumps.user(3, "☃")]
    )
    run(ale)
    usernames = dict(Origin.objects.filter(kind="member").values_list("external_id", "member__username"))
    assert (usernames["1"], usernames["2"], usernames["3"]) == ("ann-1", "admin-2", "member")
    taken.refresh_from_db()
    assert taken.is_active


def test_history_moves_nobody(cast, ale, work):
    assert cast.asker
    run(ale)
    work()
    for model in (Notification, Mail, Subscription, Clock, Delivery):
        assert not model.objects.exists(), model
    assert not Member.objects.exclude(points=0, rank_level=0).exists()
    assert list(Event.objects.values_list("verb", flat=True)) == ["forum.topic.imported"]


def test_nothing_that_is_rebuilt_later_gives_points_for_history(db, ale):
    run(ale)
    people = list(Member.objects.order_by("pk").values("points", "people_helped", "rank_level"))
    call_command("rebuild", "points", "counters", stdout=io.StringIO())
    assert list(Member.objects.order_by("pk").values("points", "people_helped", "rank_level")) == people


def test_imported_threads_are_found_at_once(db, ale):
    run(ale)
    assert [result.document.title for result in find("flower", None)] == ["What are hops?"]
    assert not Document.objects.filter(title="Why hops, again?").exists()


def test_counters_are_what_a_recount_gives(db, ale):
    run(ale)
    for question in Question.objects.all():
        before = dict(vars(question))
        question.recount()
        assert {name: value for name, value in vars(question).items() if before.get(name, value) != value} == {}


def test_a_second_run_writes_nothing(db, ale):
    run(ale)
    before = state()
    assert "Nothing has changed since the last import." in run(ale)
    assert state() == before


def test_what_is_left_out_is_said(db, ale):
    said = run(ale)
    assert "Left out: 1 wiki pages and notices among the posts." in said
    assert "Left out: 1 comments on posts that are not in the dump." in said
    assert "Left out: 1 duplicate links to questions that are not in the dump." in said
    assert "2 votes for and against" in said


def test_a_later_dump_brings_what_changed_and_names_what_is_gone(db, ale):
    run(ale)
    untouched = state()[TABLES.index(Comment)]
    write(
        ale,
        changed=[
            dumps.question(1, AcceptedAnswerId=4, Title="What exactly are hops?", Tags="<ale>", Score=9),
            dumps.answer(4, to=1, Score=11, OwnerUserId="", OwnerDisplayName="Left Hand"),
        ],
        posts=[dumps.answer(7, to=1, Body="<p>A third one</p>")],
        without=[5],
    )
    said = run(ale)
    question = post(Question, 1)
    assert question.title == "What exactly are hops?"
    assert (question.imported_votes, question.answer_count, question.best_score) == (9, 3, 11)
    assert list(question.tags.names()) == ["ale"]
    assert question.solution == post(Answer, 4)
    assert post(Answer, 7).body_html == "<p>A third one</p>"
    assert state()[TABLES.index(Comment)] == untouched
    assert "https://ale.stackexchange.com/a/5" in said
    assert post(Answer, 5).origin.gone_at is not None
    assert [result.document.title for result in find("exactly", None)] == ["What exactly are hops?"]

    write(ale)
    run(ale)
    assert post(Answer, 5).origin.gone_at is None
    assert post(Question, 1).title == "What are hops?"


def test_a_withdrawn_link_or_mark_is_withdrawn_here(db, ale):
    run(ale)
    dumps.write_rows(ale, "PostLinks.xml", [])
    write_question = dumps.question(1, Title="What are hops?", Tags="<hops><ale>", Score=7)
    write(ale, changed=[write_question])
    dumps.write_rows(ale, "PostLinks.xml", [])
    run(ale)
    assert post(Question, 1).solution is None
    assert post(Question, 2).duplicate_of is None
    assert not Duplicate.objects.exists()
    assert Document.objects.filter(title="Why hops, again?").exists()


def test_what_was_decided_here_stands(cast, ale):
    run(ale)
    first, solution, other = post(Question, 1), post(Answer, 3), post(Answer, 4)
    first.edit(by=cast.moderator, reason="Politer.", title="What are hops, please?")
    own = make_answer(first, by=cast.helper, body="Ask a brewer.")
    first.accept(own, by=cast.agent)
    first.duplicates.get().duplicate_link.undo(by=cast.moderator)
    other.hide(by=cast.moderator)
    other_words = dumps.answer(
        4, to=1, Score=-3, OwnerUserId="", OwnerDisplayName="Left Hand", Body="<p>Buy my hops</p>"
    )
    write(ale, changed=[dumps.question(1, AcceptedAnswerId=3, Title="Hops?", Tags="<hops>", Score=8), other_words])
    run(ale)

    first.refresh_from_db()
    assert (first.title, first.solution, first.imported_votes) == ("What are hops, please?", own, 8)
    assert set(first.tags.names()) == {"hops", "ale"}
    assert first.answer_count == 2
    assert post(Question, 2).duplicate_of is None
    other.refresh_from_db()
    assert other.is_hidden
    assert other.body_html == "<p>Buy my hops</p>"
    assert not solution.is_hidden


def test_a_post_that_was_deleted_here_does_not_come_back(db, ale):
    run(ale)
    post(Answer, 4).delete()
    write(ale, changed=[dumps.answer(4, to=1, Score=3, OwnerUserId="", OwnerDisplayName="Left Hand", Body="New words")])
    run(ale)
    assert not Answer.objects.filter(origin__external_id="4").exists()


def test_words_that_an_article_cites_get_a_new_revision(db, ale):
    run(ale)
    cited = post(Answer, 3)
    PostRevision.current(cited)
    for words in ("Second words", "Third words"):
        write(ale, changed=[dumps.answer(3, to=1, Score=5, Body=words)])
        run(ale)
    assert list(PostRevision.objects.of(cited).values_list("number", "body")) == [
        (3, "Third words"),
        (2, "Second words"),
        (1, cited.body),
    ]


def test_chains_of_duplicates_lead_to_their_end_and_circles_are_left_out(db, ale):
    write(ale, posts=[dumps.question(n) for n in (11, 12, 13, 14, 15)])
    links = [(12, 11), (13, 12), (14, 15), (15, 14), (13, 14)]
    dumps.write_rows(ale, "PostLinks.xml", [dumps.link(n, a, b) for n, (a, b) in enumerate(links)])
    said = run(ale)
    canonical = {
        int(number): target
        for number, target in Question.objects.exclude(duplicate_of=None).values_list(
            "origin__external_id", "duplicate_of__origin__external_id"
        )
    }
    assert canonical == {12: "11", 13: "11", 14: "15"}
    assert "1 duplicate links that go in a circle" in said
    assert "1 further duplicate links of the same question" in said
    assert "Nothing has changed" in run(ale)


@pytest.mark.parametrize("file", ["Posts.xml", "Users.xml", "Comments.xml", "Votes.xml", "PostLinks.xml", "Tags.xml"])
def test_a_broken_file_leaves_nothing_behind(db, ale, file):
    path = ale / file
    path.write_bytes(path.read_bytes()[:-20])
    before = state()
    with pytest.raises(CommandError, match=rf"{file} is cut off"):
        run(ale)
    # The topic of the site is the only thing that may be there already.
    Topic.objects.all().delete()
    assert state() == before


def test_an_id_that_is_there_twice_is_named(db, ale):
    write(ale, posts=[dumps.answer(3, to=1)])
    with pytest.raises(CommandError, match=r"Posts\.xml holds the same Id twice"):
        run(ale)
    assert not Member.objects.exists()


def test_files_that_are_missing_are_named_with_what_follows(db, ale):
    for name in ("Users.xml", "Comments.xml", "Votes.xml", "PostLinks.xml", "Tags.xml"):
        (ale / name).unlink()
    said = run(ale)
    for name in ("Users.xml", "Comments.xml", "Votes.xml", "PostLinks.xml", "Tags.xml"):
        assert f"{name} is not there" in said
    assert Question.objects.count() == 2
    assert post(Question, 1).solution == post(Answer, 3)
    assert post(Question, 1).author.name == "user1"


def test_a_later_dump_without_a_file_takes_nothing_away(db, ale):
    run(ale)
    for name in ("Users.xml", "Comments.xml", "PostLinks.xml"):
        (ale / name).unlink()
    run(ale)
    assert Comment.objects.count() == 2
    assert Duplicate.objects.count() == 1
    assert post(Question, 1).author.name == "Ann Öl"
    assert not Origin.objects.exclude(gone_at=None).exists()


def test_a_site_and_a_topic_can_be_named(cast, ale):
    run(ale, site="beer.example.org", topic=cast.topic.slug, language="de")
    question = Question.objects.get(origin__external_id="1")
    assert (question.topic, question.language) == (cast.topic, "de")
    assert question.origin.url == "https://beer.example.org/questions/1"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"site": "not a host"}, "is not the host name"), ({"topic": "nowhere"}, "There is no topic 'nowhere'")],
)
def test_a_name_that_cannot_be_is_refused(db, ale, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(ale, **options)


def test_a_folder_that_is_no_dump_is_refused(db, tmp_path):
    with pytest.raises(CommandError, match=r"no Posts\.xml"):
        run(tmp_path)
    assert not Topic.objects.exists()


def test_two_imports_of_a_site_at_once_are_one_too_many(ale, transactional_db, django_db_blocker):
    key = "import ale.stackexchange.com"
    other = connection.copy()
    with contextlib.closing(other):
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(key.encode())])
        with pytest.raises(CommandError, match="is being imported already"):
            run(ale)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [zlib.crc32(key.encode())])
    run(ale)
    assert Question.objects.count() == 2

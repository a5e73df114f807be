"""Reading dumps: real ones whole, broken ones with one sentence, hostile ones not at all."""

import datetime as dt
import tracemalloc

import pytest

from community.operations.stackexchange import dump as reading
from community.operations.stackexchange.dump import Dump, Unreadable
from tests.operations import dumps

KINDS = ("posts", "users", "comments", "votes", "links", "tags")


def counts(folder):
    dump = Dump(folder)
    return {kind: sum(1 for _ in getattr(dump, kind)()) for kind in KINDS}


def read_posts(folder):
    return list(Dump(folder).posts())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("beer", {"posts": 2106, "users": 3948, "comments": 1860, "votes": 10798, "links": 93, "tags": 133}),
        ("conlang", {"posts": 177, "users": 272, "comments": 230, "votes": 1119, "links": 20, "tags": 71}),
        ("history", {"posts": 1657, "users": 2295, "comments": 3454, "votes": 0, "links": 0, "tags": 0}),
    ],
)
def test_real_dumps_are_read_whole(name, expected):
    folder = dumps.REAL / f"stackexchange-{name}"
    if not folder.is_dir():
        pytest.skip(f"needs the real dump in ../shared/data/{folder.name}")
    assert counts(folder) == expected


def test_a_dump_with_a_doctype_says_which_files_it_lacks():
    folder = dumps.REAL / "stackexchange-history"
    if not folder.is_dir():
        pytest.skip(f"needs the real dump in ../shared/data/{folder.name}")
    assert Dump(folder).missing == ["Votes.xml", "PostLinks.xml", "Tags.xml"]


def test_a_question_arrives_with_all_its_parts(tmp_path):
    dumps.write_rows(
        tmp_path,
        "Posts.xml",
        [
            dumps.question(7, AcceptedAnswerId=9, Tags="<pale-ale><c++>", LastEditDate="2014-01-25T00:00:00.000"),
            dumps.question(8, Tags="|pale-ale|c++|", ContentLicense="CC BY-SA 4.0"),
            dumps.question(9, Tags="", CreationDate="2010-05-05T00:00:00.000", ViewCount=""),
        ],
    )
    first, second, third = read_posts(tmp_path)

    assert (first.id, first.accepted_id, first.author, first.score, first.views) == (7, 9, "1", 3, 40)
    assert first.title == "What about number 7?"
    assert first.body == "<p>Body of question 7.</p>\n"
    assert first.created_at == dt.datetime(2014, 1, 21, 20, 26, 5, 383000, tzinfo=dt.UTC)
    assert first.edited_at == dt.datetime(2014, 1, 25, tzinfo=dt.UTC)
    assert first.closed_at is None
    assert first.tags == second.tags == ("pale-ale", "c++")
    assert third.tags == ()
    assert [post.licence for post in (first, second, third)] == ["CC BY-SA 3.0", "CC BY-SA 4.0", "CC BY-SA 2.5"]


def test_a_folder_without_posts_is_no_dump(tmp_path):
    with pytest.raises(Unreadable, match=r"no Posts\.xml"):
        Dump(tmp_path)


@pytest.mark.parametrize("share", [0.999, 0.7, 0.5, 0.31, 0.1, 0])
def test_a_file_that_was_cut_off_is_named_with_the_place(tmp_path, share):
    path = dumps.write_rows(tmp_path, "Posts.xml", [dumps.question(n, Title=f"Wörter {n}") for n in range(50)])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Unreadable, match=rf"Posts\.xml is cut off: it ends at line \d+, byte {path.stat().st_size}, "):
        read_posts(tmp_path)


def test_a_character_cut_in_two_is_a_file_cut_off(tmp_path):
    path = dumps.write_rows(tmp_path, "Posts.xml", [dumps.question(1, Title="Bier für mich")])
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index("ü".encode()) + 1])

    with pytest.raises(Unreadable, match="cut off"):
        read_posts(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "<html><body>Not found</body></html>",
            r"Posts\.xml is not part of a .* dump: <html> stands at line 1, byte 0",
        ),
        ("<users>\n<row Id='1' /></users>", r"<users> stands at line 1, byte 0 where <posts> belongs"),
        ("<posts>\n<item/></posts>", r"<item> stands at line 2, byte 8 where <row> belongs"),
        ("<posts>\n\n</wrong>", r"Posts\.xml is not XML at line 3, column 3: mismatched tag"),
        ("Id,Title\n1,Hops", r"Posts\.xml is not XML at line 1, column 1"),
        ("<posts>\n\n<row PostTypeId='1' /></posts>", r"Posts\.xml has a row without CreationDate at line 3"),
        ("<posts><row CreationDate='x' /></posts>", r"Posts\.xml has a row with a bad value at line 1"),
    ],
)
def test_a_foreign_file_is_named_with_the_place(tmp_path, content, sentence):
    (tmp_path / "Posts.xml").write_text(content)
    with pytest.raises(Unreadable, match=sentence):
        read_posts(tmp_path)


@pytest.mark.parametrize("lacking", ["Id", "PostTypeId", "CreationDate", "Title"])
def test_a_row_that_lacks_what_it_needs_is_named(tmp_path, lacking):
    row = dumps.question(1)
    del row[lacking]
    dumps.write_rows(tmp_path, "Posts.xml", [row])
    with pytest.raises(Unreadable, match=rf"row without {lacking} at line 3"):
        read_posts(tmp_path)


def test_nested_rows_are_refused(tmp_path):
    (tmp_path / "Tags.xml").write_text('<tags><row Id="1" TagName="a"><row Id="2" TagName="b"/></row></tags>')
    dumps.write_rows(tmp_path, "Posts.xml", [])
    with pytest.raises(Unreadable, match=r"Tags\.xml is not part"):
        list(Dump(tmp_path).tags())


BILLION_LAUGHS = (
    '<!DOCTYPE posts [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        BILLION_LAUGHS,
        f'<!DOCTYPE posts [<!ENTITY l9 "{"A" * 100_000}">]>',
        '<!DOCTYPE posts [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE posts [<!ENTITY % l9 SYSTEM "http://127.0.0.1:9/x.dtd"> %l9;]>',
        '<!DOCTYPE posts [<!ATTLIST row Body CDATA "' + "A" * 100_000 + '">]>',
    ],
)
def test_hostile_xml_is_refused(tmp_path, doctype):
    dumps.write_rows(tmp_path, "Posts.xml", [dumps.question(1)], head=doctype)
    path = tmp_path / "Posts.xml"
    path.write_text(path.read_text().replace("Body of question", "&amp;l9; &l9;").replace("&amp;l9;", "&l9;"))

    with pytest.raises(Unreadable, match=r"Posts\.xml is refused: it declares XML entities"):
        read_posts(tmp_path)


def test_a_dtd_that_is_only_named_is_never_opened(tmp_path):
    # Were it read, the entity would be known and the file would be refused for it.
    (tmp_path / "posts.dtd").write_text('<!ENTITY secret "read">')
    dumps.write_rows(tmp_path, "Posts.xml", [dumps.question(1)], head='<!DOCTYPE posts SYSTEM "posts.dtd">\n')
    assert [post.id for post in read_posts(tmp_path)] == [1]


def test_a_row_without_end_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_ROW", 1 << 20)
    (tmp_path / "Posts.xml").write_text("<posts><row Id='1' Body='" + "A" * (3 << 20))
    with pytest.raises(Unreadable, match="has a row of more than 1 MB"):
        read_posts(tmp_path)


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(rows):
        dumps.write_rows(tmp_path, "Posts.xml", [dumps.question(n, Body="<p>hops</p>" * 50) for n in range(rows)])
        dump = Dump(tmp_path)
        tracemalloc.start()
        for _ in dump.posts():
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(8000) < peak(1000) * 1.2

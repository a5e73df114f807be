"""What changed between two texts."""

from community.lib.diff import compare


def shown(before: str, after: str) -> list[str]:
    signs = {"same": " ", "added": "+", "removed": "-"}
    return [
        f"… {line.count}"
        if line.kind == "skipped"
        else signs[line.kind] + "".join(f"[{text}]" if changed else text for text, changed in line.parts)
        for line in compare(before, after)
    ]


def test_the_same_text_shows_nothing():
    assert shown("a\nb", "a\nb") == []


def test_within_a_line_only_the_words_that_changed_are_marked():
    assert shown("Choose channel 6 now.", "Choose channel 11 now.") == [
        "-Choose channel [6] now.",
        "+Choose channel [11] now.",
    ]


def test_lines_come_and_go():
    assert shown("one\ntwo", "one\ntwo\nthree") == [" one", " two", "+[three]"]
    assert shown("one\ntwo", "two") == ["-[one]", " two"]
    assert shown("", "new") == ["+[new]"]


def test_far_from_a_change_lines_are_counted():
    lines = [f"line {number}" for number in range(20)]
    changed = [*lines[:10], "other", *lines[11:]]
    assert shown("\n".join(lines), "\n".join(changed)) == [
        "… 8",
        " line 8",
        " line 9",
        "-[line 10]",
        "+[other]",
        " line 11",
        " line 12",
        "… 7",
    ]


def test_nothing_is_lost():
    before, after = "a b\nc\nd e f", "a x\nd e g\nh"
    lines = compare(before, after)
    assert "\n".join("".join(t for t, _c in line.parts) for line in lines if line.kind != "added") == before
    assert "\n".join("".join(t for t, _c in line.parts) for line in lines if line.kind != "removed") == after


def test_very_long_lines_are_compared_as_a_whole():
    assert len(compare("word " * 3000, "other " * 3000)) == 2

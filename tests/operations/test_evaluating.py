"""`manage.py evaluate`: quality on labelled files. The promises are measured by `make prove`, on data beside the checkout."""

import io
import random

import pytest
from django.core.management import CommandError, call_command

from community.operations.evaluation.files import texts_of
from community.search import lexical, rebuilding, vectors
from community.search.finding import similar
from forum.models import Question
from tests.operations import dumps

PARTS = ("router", "invoice", "parcel", "password", "holiday")
TROUBLES = ("is gone since monday", "does not arrive at all", "looks different now", "was sent twice to me")


@pytest.fixture
def asked(tmp_path):
    """What five kinds of customers ask, in twelve wordings each."""
    file = tmp_path / "asked.csv"
    rows = [
        f"my {part} {trouble} {end},{part}"
        for part in PARTS
        for trouble in TROUBLES
        for end in ("", "help", "why is it")
    ]
    file.write_text("\n".join(["text,category", *rows]))
    return file


@pytest.fixture
def pairs(tmp_path):
    file = tmp_path / "pairs.tsv"
    lines = [
        f"duplicate\tmy {part} {trouble}\twhy is it that my {part} {trouble}" for part in PARTS for trouble in TROUBLES
    ]
    file.write_text("\n".join([*lines, "non-duplicate\tmy router\tall my money"]))
    return file


def evaluate(*arguments) -> dict[str, float]:
    out = io.StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out)
    return {name: float(value) for name, value in (line.split() for line in out.getvalue().splitlines())}


@pytest.mark.parametrize("maker", ["corpus", "bm25", "hybrid-corpus"])
def test_retrieval_prints_a_line_for_each_figure(pairs, maker):
    figures = evaluate("retrieval", pairs, "--maker", maker)
    assert {"hit@1", "hit@5", "hit@10", "mrr", "p95_ms"} <= figures.keys()
    assert figures["titles"] == 42
    assert figures["asked"] == 40
    assert 50 < figures["hit@1"] <= figures["hit@5"] <= figures["hit@10"] <= 100


def test_requests_and_floor_and_identity_print_theirs(asked, tmp_path):
    figures = evaluate("requests", asked, "--maker", "corpus")
    assert {"top10_recall", "purity", "nmi", "ari", "clusters", "seconds"} <= figures.keys()
    assert figures["categories"] == len(PARTS)
    assert 0 < figures["top10_recall"] <= 100
    strange = tmp_path / "strange.csv"
    strange.write_text("text,category\nzebras cross quiet savannahs,x\nfrying onions in butter,y\n")
    assert evaluate("floor", asked, strange, "--maker", "corpus")["roc_auc"] == 1
    assert evaluate("identity", asked, "--maker", "corpus")["vanished_silently"] == 0


def test_a_file_that_is_not_what_it_should_be_is_named(asked, pairs):
    with pytest.raises(CommandError, match="text and category"):
        evaluate("requests", pairs, "--maker", "corpus")
    with pytest.raises(CommandError, match="line 1"):
        evaluate("retrieval", asked, "--maker", "corpus")
    with pytest.raises(CommandError, match="takes no part"):
        evaluate("requests", asked, "--maker", "bm25")
    with pytest.raises(CommandError, match="cannot be read"):
        evaluate("requests", "nowhere.csv")


# -- Measured on real data, by `make prove` alone: it takes minutes


@pytest.fixture
def real(proving):
    """The path of a file of real data; skips where it is not there, and where figures are not what the run is for."""

    def path(name):
        file = dumps.REAL / name
        if not file.is_file():
            pytest.skip(f"needs ../shared/data/{name}")
        return file

    return path


@pytest.mark.slow
@pytest.mark.proof
def test_duplicates_are_found(real, figure):
    file = real("askubuntu-dups/train_titles.tsv")
    found = {maker: evaluate("retrieval", file, "--maker", maker) for maker in ("minilm", "corpus", "bm25", "hybrid")}
    for maker, bar in (
        ("minilm", "hit@5 at least 38 %, p95 under 100 ms"),
        ("corpus", "hit@5 above that of bm25"),
        ("bm25", "the level to beat"),
        ("hybrid", "the default only if it beats both"),
    ):
        each = found[maker]
        figure(
            f"retrieval of duplicates (Ask Ubuntu, {each['titles']:.0f} titles), {maker}",
            bar,
            f"hit@1/5/10 {each['hit@1']:.1f}/{each['hit@5']:.1f}/{each['hit@10']:.1f} %; each title asked once"
            f" {each['once_hit@1']:.1f}/{each['once_hit@5']:.1f}/{each['once_hit@10']:.1f} %; p95 {each['p95_ms']:.0f} ms",
        )
    assert found["minilm"]["hit@5"] >= 38
    assert found["corpus"]["hit@5"] > found["bm25"]["hit@5"]
    assert found["corpus"]["once_hit@5"] > found["bm25"]["once_hit@5"]


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("data", ["banking77", "clinc150"])
@pytest.mark.parametrize(("maker", "bar"), [("minilm", 77), ("corpus", 63)])
def test_common_requests_are_found(real, figure, data, maker, bar):
    found = evaluate("requests", real(f"{data}/train.csv"), "--maker", maker)
    figure(
        f"the ten most asked requests among the 15 largest groups ({data}), {maker}",
        f"at least {bar} %",
        f"{found['top10_recall']:.1f} % (purity {found['purity']:.0f} %, NMI {found['nmi']:.0f}, ARI {found['ari']:.0f})",
    )
    assert found["top10_recall"] >= bar


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("maker", ["minilm", "corpus"])
@pytest.mark.parametrize(("known", "unknown"), [("banking77", "clinc150"), ("clinc150", "banking77")])
def test_nothing_known_is_told_from_something_known(real, figure, maker, known, unknown):
    found = evaluate("floor", real(f"{known}/train.csv"), real(f"{unknown}/train.csv"), "--maker", maker)
    figure(f"ROC AUC of nothing known ({unknown} against {known}), {maker}", "at least 0.90", f"{found['roc_auc']:.3f}")
    assert found["roc_auc"] >= 0.9


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.parametrize("maker", ["minilm", "corpus"])
def test_common_requests_stay_the_same_ones(real, figure, maker):
    found = evaluate("identity", real("banking77/train.csv"), "--maker", maker)
    figure(
        f"identity of common requests over eight weeks (banking77), {maker}",
        "at least 90 % of those that persist keep their id; none vanishes silently",
        f"{found['requests_kept_id']:.1f} % of requests; of the requests of {found['persisting']:.0f} intents"
        f" {found['kept_id']:.1f} %; {found['merged']:.0f} merged,"
        f" {found['vanished_silently']:.0f} vanished silently",
    )
    assert found["requests_kept_id"] >= 90
    assert found["kept_id"] >= (90 if maker == "minilm" else 85)
    assert found["vanished_silently"] == 0


@pytest.mark.slow
@pytest.mark.proof
def test_nothing_is_suggested_for_what_nobody_knows(real, cast, figure):
    """What the ask form really shows, of words and vectors together. A few hundred of the strange texts are about banks too."""
    pytest.importorskip("tokenizers", reason="the weights of minilm are not installed")
    known, strange = (_texts(real(f"{data}/train.csv")) for data in ("banking77", "clinc150"))
    kept, asked = known[:6000], known[6000:6400]
    Question.objects.bulk_create(
        Question(
            author=cast.asker, topic=cast.topic, title=text[:150], slug="q", body=text, body_html="", language="en"
        )
        for text in kept
    )
    rebuilding.rebuild()
    while vectors.missing():
        vectors.make_missing(budget=60)
    lexical.count_words()
    shown = {
        name: sum(bool(similar(text, None)) for text in texts) / len(texts) * 100
        for name, texts in (("known", asked), ("strange", strange[:400]))
    }
    figure(
        "suggestions at the ask form for 400 texts about what is known (banking77), and 400 about other things (clinc150)",
        "more of the first than of the second; each share said",
        f"{shown['known']:.1f} % and {shown['strange']:.1f} %",
    )
    assert shown["known"] > 95 > 60 > shown["strange"]


def _texts(path) -> list[str]:
    texts = [row.text for row in texts_of(path)]
    random.Random(5).shuffle(texts)
    return texts

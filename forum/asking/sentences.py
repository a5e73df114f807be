"""Which sentence of an answer or an article answers a question."""

import re

from community.search.embedders import choice
from community.search.folding import words
from knowledgebase.passages import sentences_of

READ = 10  # sentences: what is said first is what helps
FEWEST_WORDS = 3
# Likeness to what was asked, of which more than so much is won by saying the question again, not by answering it.
MOST_LIKE = 0.7
# What the share of telling words counts that stand in the question, and a way through menus, which is something to do.
BY_WORDS, BY_WAY = 0.15, 0.05
# Of what two texts must have in common to be about one thing, so much is asked of a sentence: it says only a part.
CLOSE_ENOUGH = 0.75
SHORTEST_TELLING = 4
# So much of a word must agree with another one, as where words are marked in what was found.
STEM = 0.7
_WAY = re.compile(r"\w\S*\s+[→›»>]\s+\S*\w")


def answering(html: str, title: str, asked_there: str) -> tuple[str, str, str]:
    """The sentence of rendered words that answers `title`, and the ones before and after it; all "" where none is close.

    `asked_there` is the title of what the words answer: the same question in other words, so what is like it counts too.
    """
    sentences = sentences_of(html)[:READ]
    embedder = choice.current()
    # A question answers nothing.
    fitting = [
        n for n, each in enumerate(sentences) if len(words(each)) >= FEWEST_WORDS and not each.rstrip().endswith("?")
    ]
    if embedder is None or not fitting:
        return "", "", ""
    vectors = embedder.embed([title, asked_there, *(sentences[n] for n in fitting)])
    likeness = (vectors[2:] @ vectors[:2].T).max(axis=1)
    scores = [
        min(float(like), MOST_LIKE)
        + BY_WORDS * _share_of_words(title, sentences[n])
        + (BY_WAY if _WAY.search(sentences[n]) else 0)
        for n, like in zip(fitting, likeness, strict=True)
    ]
    most = max(scores)
    if most < CLOSE_ENOUGH * embedder.floor:
        return "", "", ""
    best = fitting[scores.index(most)]
    return "".join(sentences[best - 1 : best]), sentences[best], "".join(sentences[best + 1 : best + 2])


def _share_of_words(title: str, sentence: str) -> float:
    """The share of the longer words of a title that stand in a sentence, in whatever form."""
    telling = {word for word in words(title) if len(word) >= SHORTEST_TELLING}
    there = words(sentence)
    return sum(any(_same(word, other) for other in there) for word in telling) / len(telling) if telling else 0.0


def _same(one: str, other: str) -> bool:
    agreeing = max(SHORTEST_TELLING, round(STEM * min(len(one), len(other))))
    return one[:agreeing] == other[:agreeing]

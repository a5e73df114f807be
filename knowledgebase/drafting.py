"""Write a draft out of solved questions: only words that stand in them, and a source for every sentence.

Nothing is made up and nothing is put in other words: the title is what a customer called it, the symptoms are how customers
say it, what to do is what was accepted as the solution. Only the two headings are the house's own. What comes out is a draft,
for an editor to shape and a second one to publish.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdownify import ATX, markdownify

from community.content.audiences import Audience
from community.lib import markdown
from community.search.models import Document
from knowledgebase.models import Article, ArticleSource, Section
from knowledgebase.passages import passages_of, same_words
from knowledgebase.threads import Key, posts_again

MOST_QUESTIONS = 30
PHRASINGS = 12  # how many ways of saying it an article names
FURTHER_SOLUTIONS = 3  # beside the one that becomes what to do
LONGEST_STORY = 60_000
_END = "·"  # what stands behind a part while it is tried
_SAID_BEFORE = 0.8  # of the passages of a solution: then it adds nothing
_MARKS = re.compile(r"([\\`*_\[\]<>#~@|&!{}()+=:-]|(?<=\d)[.)])")


@dataclass(frozen=True)
class Solved:
    """A question and its accepted answer: two posts, as any room may have them.

    A post has `title` (the question), `body`, `body_html`, `body_format`, `author`, `language`, and can be locked.
    """

    question: Any
    solution: Any


def solved_behind(documents: Iterable[Document]) -> list[Solved]:
    """The solved questions among what these documents of the search are about, in their order. Two queries for each."""
    subjects = [document.subject for document in documents]
    return [
        Solved(subject, subject.solution)
        for subject in subjects
        if subject is not None and getattr(subject, "solution", None) is not None
    ]


def threads_at(addresses: Sequence[str]) -> list[Solved]:
    """The solved questions that everybody finds at these addresses, with or without the site before them.

    Raises ValidationError that names the first address at which there is none.
    """
    paths = list(dict.fromkeys(unquote(urlsplit(address).path) for address in addresses))
    found = {document.url: document for document in Document.objects.filter(url__in=paths, is_solved=True)}
    for path in paths:
        if path not in found or not solved_behind([found[path]]):
            raise ValidationError(
                _("There is no solved question that everybody may read at %(address)s."), params={"address": path}
            )
    return solved_behind(found[path] for path in paths)


def threads_about(subjects: Sequence[tuple[int, int]]) -> list[Solved]:
    """The solved questions that everybody may read among these subjects (content type and id), in their order.

    For the parts of a common request: those that are no question, private or open are left out. Three queries for each kind.
    """
    found: dict[tuple[int, int], Document] = {}
    for kind in {kind for kind, _pk in subjects}:
        ids = [pk for each, pk in subjects if each == kind]
        documents = list(Document.objects.filter(subject_type=kind, subject_id__in=ids, is_solved=True))
        prefetch_related_objects(documents, "subject__solution")
        found |= {(kind, document.subject_id): document for document in documents}
    central = [found[subject] for subject in dict.fromkeys(subjects) if subject in found]
    return solved_behind(central[:MOST_QUESTIONS])


def draft_of(
    threads: Sequence[Solved], *, by, title: str = "", section: Section | None = None, drafted_from=None, **filed
) -> Article:
    """A draft that `by` owns, made of solved questions about the same thing; the one made `drafted_from` it before, if any.

    `title` is the wording to prefer, if it is the title of one of the questions. For more than one question, only public
    ones in the language of the first become part of it. Their public duplicates say how one notices it, too. Locks every
    post: answers first, then questions, by their numbers.
    Raises ValidationError when there is none to draft from.
    """
    with transaction.atomic():
        again = posts_again([_subject(thread) for thread in threads])[: 2 * PHRASINGS]
        _lock(threads, [post for _subject_of, post in again])
        made_of = _made_of(drafted_from)
        before = Article.objects.filter(**made_of).first() if made_of else None
        if before is not None:
            return before
        threads = list(threads) if len(threads) == 1 else _fit_for_all(threads)
        if not threads:
            raise ValidationError(_("None of these questions is public and solved, so there is nothing to write from."))
        first = _named(threads, title)
        asked, best = first.question, _best(threads, first).solution
        steps = _Composed([best])
        steps.add(best)
        told = {_subject(thread) for thread in threads}
        same = [post for root, post in again if root in told and _says_it_too(post, asked)]
        story = _Composed([*(thread.question for thread in threads), *(thread.solution for thread in threads), *same])
        _tell(story, threads, first, best, same)
        sources = [ArticleSource.quoting(asked, asked.title), *story.sources, *steps.sources]
        return Article.draft(
            by=by,
            title=asked.title,
            section=section or Section.for_topic(asked.topic),
            topic=asked.topic,
            language=asked.language,
            audience=asked.audience,
            organisation=asked.organisation,
            steps=steps.markdown,
            body=story.markdown,
            sources=sources,
            **_applies_to(threads),
            **made_of,
            **filed,
        )


def _tell(story: "_Composed", threads: list[Solved], first: Solved, best, again: Sequence[Any]) -> None:
    """How one notices it, in all the ways in which it was said; then what else was accepted as a solution."""
    with override(first.question.language):
        notice, also = _("How you notice it"), _("What else helped")
    story.head(notice)
    said = {same_words(first.question.title).casefold(): first.question}
    for question in (*(thread.question for thread in threads), *again):
        said.setdefault(same_words(question.title).casefold(), question)
    further = [question for question in list(said.values())[1:] if question.title][: PHRASINGS - 1]
    if further:
        story.list_titles([first.question, *further])
    story.add(first.question)
    others = [thread.solution for thread in threads if thread.solution.pk != best.pk]
    known = set(map(same_words, passages_of(best.body_html)))
    kept = 0
    for solution in others:
        words = list(map(same_words, passages_of(solution.body_html)))
        if kept == FURTHER_SOLUTIONS or sum(word in known for word in words) >= _SAID_BEFORE * len(words):
            continue
        if kept == 0:
            story.head(also)
        if story.add(solution, below_a_line=kept > 0):
            kept += 1
            known |= set(words)


class _Composed:
    """Markdown put together from posts, and a source for each passage that it shows."""

    def __init__(self, posts: list[Any]):
        self._posts = posts
        self._texts = {_key(post): standing_in(post) for post in posts}
        self._parts: list[str] = []
        self._heading = ""
        self.sources: list[ArticleSource] = []

    @property
    def markdown(self) -> str:
        return "\n\n".join(self._parts)

    def head(self, words: str) -> None:
        """A heading of the house's own above what comes next, if anything does: it says nothing, so it has no source."""
        self._heading = words

    def list_titles(self, questions: list[Any]) -> None:
        self._take("\n".join(f"- {as_plain_markdown(question.title)}" for question in questions), questions)

    def add(self, post, *, below_a_line: bool = False) -> bool:
        """Take over what a post says. A form of it is chosen in which every sentence can be found in the post again."""
        line = "***\n\n" if below_a_line else ""
        return any(self._take(line + form, [post]) for form in _forms(post) if form)

    def _take(self, part: str, posts: list[Any]) -> bool:
        """Whether the part could be added: as long as it is short enough, and shows what stands in `posts` and no more.

        It must not run on either: what is left open in it, a block of code say, would swallow what comes after it.
        """
        heading = [f"## {self._heading}"] if self._heading else []
        before = passages_of(markdown.render(self.markdown))
        whole = "\n\n".join([*self._parts, *heading, part])
        after = passages_of(markdown.render(f"{whole}\n\n## {_END}"))
        known = [*before, *([self._heading] if heading else [])]
        if not part.strip() or len(whole) > LONGEST_STORY or after[: len(known)] != known or after[-1] != _END:
            return False
        sources = []
        for passage in after[len(known) : -1]:
            words = same_words(passage)
            post = next((post for post in posts if words in self._texts[_key(post)]), None)
            if post is None:
                return False
            sources.append(ArticleSource.quoting(post, passage))
        self._parts += [*heading, part]
        self._heading = ""
        self.sources += sources
        return True


def standing_in(post) -> str:
    """All words of a post, title and text, without white space: a passage stands in it if this has it in it."""
    return same_words(getattr(post, "title", "")) + same_words("".join(passages_of(post.body_html)))


def as_plain_markdown(text: str) -> str:
    """Markdown that shows `text` and nothing else, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _forms(post) -> Iterable[str]:
    """A post as Markdown: as it was written, else as it is shown, and at worst its bare passages."""
    if post.body_format == post.Format.MARKDOWN:
        yield post.body.strip()
    yield markdownify(post.body_html, heading_style=ATX, bullets="-").strip()
    yield "\n\n".join(map(as_plain_markdown, passages_of(post.body_html)))


def _lock(threads: Sequence[Solved], again: Sequence[Any]) -> None:
    posts = {_key(thread.solution): thread.solution for thread in threads}
    for key in sorted(posts):
        posts[key].lock()
    posts = {_key(post): post for post in (*again, *(thread.question for thread in threads))}
    for key in sorted(posts):
        posts[key].lock()


def _fit_for_all(threads: Sequence[Solved]) -> list[Solved]:
    """Those of which everybody may read question and solution, and whose solution still is one, in one language."""
    fit = [
        thread
        for thread in threads
        if thread.question.audience == Audience.PUBLIC
        and thread.question.solution_id == thread.solution.pk
        and _is_for_everybody(thread.question)
        and _is_for_everybody(thread.solution)
    ]
    return [thread for thread in fit if thread.question.language == fit[0].question.language]


def _says_it_too(post, asked) -> bool:
    return post.audience == Audience.PUBLIC and post.language == asked.language and _is_for_everybody(post)


def _subject(thread: Solved) -> Key:
    return (ContentType.objects.get_for_model(thread.question).pk, thread.question.pk)


def _is_for_everybody(post) -> bool:
    return type(post)._default_manager.visible_to(None).filter(pk=post.pk).exists()


def _named(threads: list[Solved], title: str) -> Solved:
    """The thread whose question has that title, else the first."""
    wanted = same_words(title).casefold()
    return next((t for t in threads if wanted and same_words(t.question.title).casefold() == wanted), threads[0])


def _best(threads: list[Solved], first: Solved) -> Solved:
    """Whose solution most probably helps: endorsed by staff, then found helpful, then that of the question named first."""
    return max(
        [first, *(thread for thread in threads if thread is not first)],
        key=lambda thread: (
            getattr(thread.solution, "endorsed_at", None) is not None,
            getattr(thread.solution, "helpful", 0),
        ),
    )


def _applies_to(threads: list[Solved]) -> dict[str, list]:
    """What the questions are about, and on which releases the solutions were confirmed."""
    about: dict[str, dict[int, Any]] = {"products": {}, "releases": {}, "platforms": {}}
    for thread in threads:
        question = thread.question
        for name, thing in (
            ("products", question.product),
            ("releases", question.release),
            ("releases", getattr(thread.solution, "works_on", None)),
            ("platforms", question.platform),
        ):
            if thing is not None:
                about[name][thing.pk] = thing
    return {name: [found[pk] for pk in sorted(found)] for name, found in about.items()}


def _made_of(thing) -> dict[str, Any]:
    if thing is None:
        return {}
    return {"drafted_from_type": ContentType.objects.get_for_model(thing), "drafted_from_id": thing.pk}


def _key(post) -> tuple[str, int]:
    return (post._meta.label, post.pk)

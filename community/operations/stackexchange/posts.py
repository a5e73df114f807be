"""One kind of post in one batch: what is new is made, what changed there is updated, what was changed here is kept."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify

from community.content.models import Origin, PostRevision, Written
from community.operations.stackexchange.report import Tally
from community.operations.stackexchange.rows import NOBODY
from community.operations.stackexchange.site import Site
from forum.models import Answer, Comment, Question

Row = dict[str, Any]
Columns = dict[str, Any]
Place = Callable[[Row], Columns | None]
Kind = TypeVar("Kind", bound=Written)


@dataclass
class Posts(ABC, Generic[Kind]):
    """Writes posts of a kind. After `write`, `by_number` holds all of them by their number there."""

    site: Site
    language: str
    members: dict[str, int]
    tally: Tally
    by_number: dict[int, Kind] = field(default_factory=dict)
    # Numbers of the posts whose words somebody changed here: the source no longer decides about them.
    edited_here: set[int] = field(default_factory=set)

    model: ClassVar[type[Any]]
    kind: ClassVar[Origin.Kind]
    format: ClassVar[Written.Format] = Written.Format.HTML

    def write(self, rows: list[Row], place: Place) -> None:
        """`place` gives the columns that say where a post belongs, or None where that is gone here."""
        numbers = [str(row["id"]) for row in rows]
        origins = {
            int(origin.external_id): origin
            for origin in Origin.objects.filter(site=self.site.host, kind=self.kind, external_id__in=numbers)
        }
        number_of = {origin.pk: number for number, origin in origins.items()}
        here = self.model._base_manager.select_for_update(of=("self",)).filter(origin__in=number_of)
        self.by_number = {number_of[post.origin_id]: post for post in here}
        changed = [row for row in rows if row["id"] in origins and origins[row["id"]].digest != row["mark"]]
        quoted = self._read_revisions(row["id"] for row in changed if row["id"] in self.by_number)
        for row in changed:
            self._update(row, origins[row["id"]], is_quoted=row["id"] in quoted)
        self._create([(row, where) for row in rows if row["id"] not in origins and (where := place(row)) is not None])

    def words(self, row: Row) -> Columns:
        """The columns that an editor here may change."""
        return {"body": row["body"]}

    def facts(self, row: Row) -> Columns:
        """The columns that only the source decides about."""
        return {}

    @abstractmethod
    def address(self, number: int) -> str:
        """Where the post of that number stands there."""

    def _create(self, new: list[tuple[Row, Columns]]) -> None:
        origins = Origin.objects.bulk_create(
            Origin(site=self.site.host, kind=self.kind, external_id=str(row["id"]), **self._source(row))
            for row, _ in new
        )
        posts: list[Kind] = []
        for (row, where), origin in zip(new, origins, strict=True):
            post = self.model(
                author_id=self.members[row["author"]],
                body_format=self.format,
                language=self.language,
                created_at=row["created_at"],
                edited_at=row.get("edited_at"),
                origin=origin,
                **self.words(row),
                **self.facts(row),
                **where,
            )
            post.render_body()
            posts.append(post)
        self.model._base_manager.bulk_create(posts)
        self.by_number |= {row["id"]: post for (row, _), post in zip(new, posts, strict=True)}
        self.tally.made += len(posts)

    def _update(self, row: Row, origin: Origin, *, is_quoted: bool) -> None:
        for name, value in self._source(row).items():
            setattr(origin, name, value)
        origin.gone_at = None
        origin.save(update_fields=["digest", "author_name", "gone_at"])
        post = self.by_number.get(row["id"])
        if post is None:
            # Deleted here, on purpose: it does not come back.
            self.tally.kept += 1
            return
        wanted = self.facts(row)
        words = {name: value for name, value in self.words(row).items() if getattr(post, name) != value}
        if row["id"] in self.edited_here:
            self.tally.kept += bool(words)
            words = {}
        elif words:
            wanted |= words | {"edited_at": row.get("edited_at")}
        changed = {name: value for name, value in wanted.items() if getattr(post, name) != value}
        if not changed:
            return
        for name, value in changed.items():
            setattr(post, name, value)
        post.render_body()
        post.save(update_fields=[*changed, "body_html"])
        if words and is_quoted:
            # Somebody cites a revision of it: the new words are another one.
            PostRevision.add(post, by=None, reason=f"Changed at {self.site.host}")
        self.tally.updated += 1

    def _source(self, row: Row) -> Columns:
        return {
            "url": self.address(row["id"]),
            "author_name": "" if row["author"] == NOBODY else row["written_by"][:200],
            "author_url": self.site.user(row["author"]),
            "licence": row["licence"][:80],
            "digest": row["mark"],
        }

    def _read_revisions(self, numbers: Iterable[int]) -> set[int]:
        """The posts that have revisions; those of them with one by somebody here are noted as edited here."""
        number_of = {self.by_number[number].pk: number for number in numbers}
        revisions = PostRevision.objects.filter(
            post_type=ContentType.objects.get_for_model(self.model), post_id__in=number_of
        ).values_list("post_id", "number", "editor_id")
        self.edited_here = {number_of[pk] for pk, number, editor in revisions if number > 1 and editor is not None}
        return {number_of[pk] for pk, _number, _editor in revisions}


class Questions(Posts[Question]):
    model, kind = Question, Origin.Kind.QUESTION

    def words(self, row: Row) -> Columns:
        title = " ".join(row["title"].split())[:200]
        return {"title": title, "slug": slugify(title)[:80].strip("-") or "question", **super().words(row)}

    def facts(self, row: Row) -> Columns:
        return {"imported_votes": row["score"], "imported_views": max(row["views"], 0)}

    def address(self, number: int) -> str:
        return self.site.question(number)


class Answers(Posts[Answer]):
    model, kind = Answer, Origin.Kind.ANSWER

    def facts(self, row: Row) -> Columns:
        return {"imported_votes": row["score"]}

    def address(self, number: int) -> str:
        return self.site.answer(number)


class Comments(Posts[Comment]):
    # Comments are written in a small Markdown there too.
    model, kind, format = Comment, Origin.Kind.COMMENT, Written.Format.MARKDOWN

    def address(self, number: int) -> str:
        return self.site.comment(number)

"""How a question stands, computed from the facts on its row."""

from django.utils import timezone

from forum.models.queries import ARCHIVED_AFTER, INDEXED_FROM_ME_TOOS, PROBABLY_SOLVED_AFTER


class QuestionState:
    """The instance twins of the scopes in `forum.models.queries`. None of them costs a query."""

    @property
    def tag_list(self) -> list[dict[str, str]]:
        """Name and address of each tag; for questions that were read `with_tags`."""
        return [{"name": name, "slug": slug} for name, slug in zip(self.tag_names, self.tag_slugs, strict=True)]

    @property
    def is_talk(self) -> bool:
        """A discussion or an announcement: nobody waits for an answer, and there is nothing to solve."""
        return self.kind != self.Kind.QUESTION

    @property
    def is_solved(self) -> bool:
        return self.solution_id is not None

    @property
    def is_accepted_by_asker(self) -> bool:
        """The asker accepted the solution. Where nobody is on record, it was accepted where it was imported from: by them."""
        return self.is_solved and self.accepted_by_id in (None, self.author_id)

    @property
    def is_answered(self) -> bool:
        """Somebody other than the asker has answered."""
        return self.first_answered_at is not None

    @property
    def is_open(self) -> bool:
        """Nobody has said yet how it ends."""
        return not (self.is_solved or self.outcome or self.duplicate_of_id or self.is_hidden)

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_indexable(self) -> bool:
        return (
            (
                self.is_answered
                or self.is_solved
                or self.me_too_count >= INDEXED_FROM_ME_TOOS
                or self.kind != self.Kind.QUESTION
            )
            and self.is_public
            and not self.is_hidden
            and self.duplicate_of_id is None
        )

    @property
    def is_probably_solved(self) -> bool:
        return (
            self.is_answered
            and not self.is_solved
            and not self.outcome
            and self.best_score >= 1
            and self.needs_info_since is None
            and not self.asker_spoke_last
            and not self.nothing_helped
            and self.last_activity_at < timezone.now() - PROBABLY_SOLVED_AFTER
        )

    @property
    def is_not_helped(self) -> bool:
        """Somebody answered, but the asker says that none of it helped."""
        return self.is_open and self.nothing_helped

    @property
    def is_waiting_for_help(self) -> bool:
        return self.is_open and (not self.is_answered or self.nothing_helped) and not self.is_archived

    @property
    def is_waiting_for_asker(self) -> bool:
        """They were asked for detail, or somebody answered and they have not said whether it helped."""
        has_an_answer = self.is_answered and not self.asker_spoke_last
        return self.is_open and not self.nothing_helped and (self.needs_info_since is not None or has_an_answer)

    @property
    def is_archived(self) -> bool:
        """Nobody has said anything for half a year. Talk and news are never archived."""
        return (
            not self.is_talk
            and self.duplicate_of_id is None
            and self.last_activity_at < timezone.now() - ARCHIVED_AFTER
        )

    @property
    def lamp(self) -> str:
        """The lamp of the house: `dim` waits for an answer, `warm` is answered, `lit` is solved.

        Talk and news wait for nobody: their lamp is warm.
        """
        if self.is_talk:
            return "warm"
        if self.is_solved or self.outcome in (self.Outcome.SOLVED, self.Outcome.WORKAROUND):
            return "lit"
        if self.outcome:
            return "warm"
        return "warm" if self.is_answered and not self.nothing_helped else "dim"

"""What may be asked of all questions at once: who may see them, which wait, which are solved, and their counters anew."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThan, IsNull
from django.utils import timezone
from taggit.models import TaggedItem

from community.catalogue.models import version_order
from community.clocks.models import with_promise
from community.content.audiences import Audience, audience_scope
from community.content.models import WrittenQuerySet
from community.members.standing import standing_of
from forum.models.waiting import ASKED_BACK_AFTER, REMINDED_AFTER

PROBABLY_SOLVED_AFTER = timedelta(days=7)
ARCHIVED_AFTER = timedelta(days=180)
INDEXED_FROM_ME_TOOS = 5
# Columns that `recount` writes.
COUNTERS = (
    "answer_count",
    "best_score",
    "me_too_count",
    "duplicate_count",
    "vote_count",
    "first_answered_at",
    "last_activity_at",
    "modified_at",
    "asker_spoke_last",
    "nothing_helped",
)


class QuestionQuerySet(WrittenQuerySet):
    def visible_to(self, person):
        """Questions that `person` may know of: in their audience, and not hidden (but for author and moderators)."""
        standing = standing_of(person)
        if standing.holds("moderate"):
            return self.filter(audience_scope(person))
        in_sight = Q(hidden_at=None) & audience_scope(person)
        if person is not None and person.is_authenticated:
            in_sight |= Q(author=person)
        return self.filter(in_sight)

    def asked(self):
        """Questions proper: no announcements or discussions, no duplicates."""
        return self.filter(kind="question", duplicate_of=None)

    # "Open talk and news: nobody waits for an answer there."
    def talk(self):
        return self.exclude(kind="question").filter(duplicate_of=None)

    # "Nobody has said yet how it ends."
    def open(self):
        return self.filter(solution=None, outcome="", duplicate_of=None, hidden_at=None)

    # "Nobody but the asker has answered yet, and nobody said how it ends."
    def unanswered(self):
        return self.asked().filter(first_answered_at=None, outcome="", solution=None)

    # "Somebody answered, but the asker has not accepted an answer."
    def answered(self):
        return self.asked().filter(first_answered_at__isnull=False, solution=None, outcome="")

    # "Somebody answered, but the asker says that none of it helped."
    def not_helped(self):
        return self.answered().filter(nothing_helped=True)

    # "Who can help here? Nobody has answered, or nothing that was said helped, and it is not archived."
    def waiting_for_help(self, now=None):
        return self.asked().filter(
            Q(first_answered_at=None) | Q(nothing_helped=True),
            outcome="",
            solution=None,
            last_activity_at__gte=(now or timezone.now()) - ARCHIVED_AFTER,
        )

    # "It is the asker's turn: they were asked for detail, or somebody answered and they have not said whether it helped."
    def waiting_for_asker(self):
        return self.asked().filter(
            Q(needs_info_since__isnull=False) | Q(first_answered_at__isnull=False, asker_spoke_last=False),
            nothing_helped=False,
            outcome="",
            solution=None,
        )

    # "Asked for detail three days ago, and not reminded yet."
    def to_remind(self, now):
        since = now - REMINDED_AFTER
        waiting = self.needs_info().filter(hidden_at=None, solution=None, outcome="", author__is_active=True)
        return waiting.filter(needs_info_since__lt=since, reminded_at=None)

    # "A week without a word, with an answer of which the asker has not said whether it helped, and not asked back yet."
    def to_ask_back(self, now):
        silent = self.waiting_for_asker().filter(
            last_activity_at__lt=now - ASKED_BACK_AFTER, needs_info_since=None, hidden_at=None, asked_back_at=None
        )
        return silent.filter(origin=None, author__is_active=True)

    # "Whoever said how it ended wanted to look at it again by now."
    def to_review(self, today):
        return self.filter(outcome_review_on__lte=today, hidden_at=None).exclude(outcome="")

    # "Nobody has said anything for half a year: it is kept for readers, and its asker may open it again."
    def archived(self, now=None):
        return self.asked().filter(last_activity_at__lt=(now or timezone.now()) - ARCHIVED_AFTER)

    # "Time alone changed what their pages say: they were probably solved, or archived, not longer than `within` ago."
    def just_turned(self, now, within: timedelta):
        turned = Q()
        for after in (PROBABLY_SOLVED_AFTER, ARCHIVED_AFTER):
            turned |= Q(last_activity_at__range=(now - after - within, now - after))
        return self.asked().filter(turned)

    # "The asker was asked for detail and has not come back."
    def needs_info(self):
        return self.asked().exclude(needs_info_since=None)

    # "The asker accepted an answer."
    def solved(self):
        return self.asked().filter(solution__isnull=False)

    # "An answer that somebody found useful, then a quiet week: inferred, never counted as accepted."
    def probably_solved(self, now=None):
        quiet = (now or timezone.now()) - PROBABLY_SOLVED_AFTER
        return self.answered().filter(
            best_score__gte=1,
            last_activity_at__lt=quiet,
            needs_info_since=None,
            asker_spoke_last=False,
            nothing_helped=False,
        )

    # "It does not work in this version, we know, and it is not put right yet", what most people have first.
    def known_issues_of(self, release):
        known = self.filter(release=release, outcome="known-issue", solution=None, duplicate_of=None)
        return known.order_by("-me_too_count", "-id")

    # "What was asked again, and ought to be found more easily."
    def asked_again(self):
        """With when it was asked again last, as `asked_again_at`."""
        again = self.filter(duplicate_of=None, duplicate_count__gt=0)
        return again.annotate(asked_again_at=Max("duplicates__created_at"))

    # "A search engine may show it: somebody answered, or enough people have the same problem."
    def indexable(self):
        return self.filter(
            Q(first_answered_at__isnull=False)
            | Q(solution__isnull=False)
            | Q(me_too_count__gte=INDEXED_FROM_ME_TOOS)
            | ~Q(kind="question"),
            audience=Audience.PUBLIC,
            hidden_at=None,
            duplicate_of=None,
        )

    # "Everybody could read it, until somebody hid it."
    def was_public(self):
        return self.filter(audience=Audience.PUBLIC).exclude(hidden_at=None)

    # "What is asked about this version, or a newer one?"
    def from_version(self, field, version: str):
        """Questions whose form says at least this version in a field of a topic. 3.10 is newer than 3.9."""
        return self._with_version(field, order__gte=version_order(version))

    # "Does it also happen before this version?"
    def before_version(self, field, version: str):
        return self._with_version(field, order__lt=version_order(version))

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def with_people(self):
        """With what a row or a page shows beside the question: author, topic, incident, source. No further query."""
        return self.select_related("author", "topic", "origin", "product", "release", "incident")

    def for_rows(self):
        """What a row of a list shows, and no words of the body; with the promise of a first answer."""
        rows = self.defer("body", "body_html", "outcome_reason").select_related("author", "topic")
        return with_promise(rows.with_tags())

    def with_tags(self):
        """With the names and addresses of their tags, as `tag_names` and `tag_slugs`; `question.tag_list` pairs them.

        The kind of content is joined by name: its number would be frozen into a prepared query.
        """
        tags = TaggedItem.objects.filter(
            content_type__app_label="forum", content_type__model="question", object_id=OuterRef("pk")
        ).order_by("tag__name")
        return self.annotate(
            tag_names=ArraySubquery(tags.values("tag__name")), tag_slugs=ArraySubquery(tags.values("tag__slug"))
        )

    def with_intake(self):
        """With what the form of its topic says, as `intake_labels` and `intake_texts`, in the order of the form."""
        said = self._rows_of("intake_values").filter(question=OuterRef("pk")).order_by("field__position", "field_id")
        return self.annotate(
            intake_labels=ArraySubquery(said.values("field__label")), intake_texts=ArraySubquery(said.values("value"))
        )

    def recount(self) -> int:
        """Write the counters of these questions anew from rows, in one statement. Returns how many were written."""
        return self.update(**self.counters())

    def counters(self) -> dict[str, Any]:
        """What `recount` writes: for each of `COUNTERS` the figure over the rows of a question."""
        answers = self._shown("answers")
        comments = self._shown("comments")
        spoken = (_one(answers, Max("created_at")), _one(comments, Max("created_at")))
        # Also when words were taken away: what is shown has changed then, too.
        touched = Greatest("created_at", "edited_at", "hidden_at")
        changed = (_one(self._of("answers"), Max(touched)), _one(self._of("comments"), Max(touched)))
        asker, others = Q(author=OuterRef("author")), ~Q(author=OuterRef("author"))
        by_asker = Greatest(*(_one(rows.filter(asker), Max("created_at")) for rows in (answers, comments)))
        by_others = Greatest(*(_one(rows.filter(others), Max("created_at")) for rows in (answers, comments)))
        me_toos = Coalesce(_one(self._of("me_toos"), Count("*")), 0)
        useful = Coalesce(_one(answers.filter(score__gt=0), Sum("score")), 0)
        return {
            "answer_count": Coalesce(_one(answers, Count("*")), 0),
            "best_score": Coalesce(_one(answers, Max("score")), 0),
            "me_too_count": me_toos,
            "duplicate_count": Coalesce(_one(self._of("duplicates", "duplicate_of"), Count("*")), 0),
            "vote_count": F("imported_votes") + me_toos + useful,
            # Never before it was asked: an answer may have come from an older question.
            "first_answered_at": _one(answers.filter(others), Min(Greatest("created_at", OuterRef("created_at")))),
            "last_activity_at": Greatest("created_at", "outcome_at", "revived_at", *spoken),
            "modified_at": Greatest("created_at", "edited_at", "rearranged_at", "solved_at", "outcome_at", *changed),
            "nothing_helped": self._nothing_helped(),
            "asker_spoke_last": Case(
                When(IsNull(by_others, True), then=Value(True)),
                When(GreaterThan(by_asker, by_others), then=Value(True)),
                default=Value(False),
            ),
        }

    def _nothing_helped(self):
        """Others answered, and the asker said of each answer that it did not work."""
        answers = self.model._meta.get_field("answers").related_model
        others = answers._base_manager.filter(question=OuterRef("pk"), hidden_at=None).exclude(
            author=OuterRef("author")
        )
        confirmations = answers._meta.get_field("confirmations").related_model._base_manager
        failed = confirmations.filter(answer=OuterRef("pk"), member=OuterRef("question__author"), worked=False)
        return Case(
            When(Exists(others) & ~Exists(others.exclude(Exists(failed))), then=Value(True)), default=Value(False)
        )

    def _of(self, relation: str, column: str = "question"):
        """Rows of a reverse relation that belong to the question of the outer query."""
        rows = self._rows_of(relation)
        return rows.filter(**{column: OuterRef("pk")}).order_by().values(column)

    def _rows_of(self, relation: str):
        return self.model._meta.get_field(relation).related_model._base_manager

    def _with_version(self, field, **condition):
        return self.filter(
            Exists(self._rows_of("intake_values").filter(question=OuterRef("pk"), field=field, **condition))
        )

    def _shown(self, relation: str):
        return self._of(relation).filter(hidden_at=None)


def _one(rows, figure) -> Subquery:
    """One figure over the rows of a question."""
    return Subquery(rows.annotate(_figure=figure).values("_figure"))

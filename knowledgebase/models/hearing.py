"""The verbs of an article's readers: it helped or it did not, and why not."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from knowledgebase.models.reader import HelpfulVote, without_private_facts


class Hearing:
    """Mixed into Article: what readers say about it. They need no account, and each counts once."""

    helpful_count: Any
    helpful_votes: Any
    lock: Any
    pk: Any
    save: Any
    topic: Any
    unhelpful_count: Any
    use_count: Any
    uses: Any
    visitor_count: Any

    @property
    def _this(self) -> Any:
        return self

    def note_reader(self, *, reader: str, helped: bool, member=None) -> None:
        """A reader says whether it helped; each counts once and may change their mind. Locks the article."""
        with transaction.atomic():
            self.lock()
            before = HelpfulVote.objects.filter(article=self.pk, reader=reader).first()
            if before is not None and before.helped == helped:
                return
            said = {"helped": helped, "member": member, "at": timezone.now()} | _UNSAID
            HelpfulVote.objects.update_or_create(article_id=self.pk, reader=reader, defaults=said)
            self.recount()
            Event.record("kb.article.rated", actor=member, subject=self._this, topic=self.topic, helped=helped)

    def note_why_not(self, *, reader: str, reason: str = "", comment: str = "", member=None) -> HelpfulVote:
        """A reader says why it did not help, for editors to read; the last word counts. Locks the article.

        Private facts in the comment are taken out. Raises ValidationError for a reason that there is not, and for neither
        a reason nor a comment.
        """
        comment = without_private_facts(comment)
        if reason and reason not in HelpfulVote.Reason.values:
            raise ValidationError(_("There is no such reason."))
        if not (reason or comment):
            raise ValidationError(_("Choose a reason, or write a sentence."))
        with transaction.atomic():
            self.note_reader(reader=reader, helped=False, member=member)
            vote = HelpfulVote.objects.select_for_update(of=("self",)).get(article=self.pk, reader=reader)
            if (vote.reason, vote.comment) == (reason, comment):
                return vote
            said = {"reason": reason, "comment": comment, "at": timezone.now(), **_OPEN}
            for name, value in said.items():
                setattr(vote, name, value)
            vote.save(update_fields=list(said))
            Event.record("kb.article.explained", actor=member, subject=self._this, topic=self.topic, reason=reason)
        return vote

    def recount(self) -> None:
        """Write the counters anew from rows: readers' words, and public answers that lead here. Call with it locked."""
        said = self.helpful_votes.aggregate(
            yes=Count("pk", filter=Q(helped=True)),
            no=Count("pk", filter=Q(helped=False)),
            visitors=Count("pk", filter=HelpfulVote.BY_VISITORS),
        )
        self.helpful_count, self.unhelpful_count, self.visitor_count = said["yes"], said["no"], said["visitors"]
        self.use_count = self.uses.filter(is_public=True).count()
        self.save(update_fields=["helpful_count", "unhelpful_count", "visitor_count", "use_count"])


_OPEN: dict[str, Any] = {"outcome": "", "settled_by": None, "settled_at": None}
_UNSAID: dict[str, Any] = {"reason": "", "comment": "", **_OPEN}

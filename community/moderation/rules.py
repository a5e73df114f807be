"""What happens without a moderator, and when. Each of these rules is a decision in the public log."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from community.members.standing import standing_of
from community.moderation.models import Decision, Reason, Review
from community.moderation.trust import TRUSTED_FROM_PEOPLE_HELPED

# "Two trusted members say that it is spam, and its author is nobody whom we know."
TRUSTED_SPAM_FLAGS = 2
SPAM_RULE = _lazy(
    "What two trusted members report as spam is hidden at once, until a moderator has looked, unless its author works "
    "here, is an advocate or has helped others. Trusted are staff, advocates, and members who helped people or whose "
    "reports were right before."
)


def hide_spam_at_once(review: Review) -> Decision | None:
    """Hide what enough trusted members call spam, until a moderator has looked; None when the rule does not apply.

    It does not apply to what staff, advocates or members who helped others wrote. Doing it twice hides once. Locks the review.
    """
    with transaction.atomic():
        review.lock()
        if not review.is_open or review.hidden_at_once or review.subject is None or not _is_unknown(review.author):
            return None
        if review.flags.filter(reason=Reason.SPAM, is_trusted=True).count() < TRUSTED_SPAM_FLAGS:
            return None
        return Decision.make_by_rule(
            review,
            reason=Reason.SPAM,
            statement=_(
                "Several members whom the community trusts reported this as spam or advertising, so it was hidden at once. "
                "A moderator looks at it next, and shows it again if the reports were wrong."
            ),
            public_line=_("Hidden at once: several trusted members reported it as spam. A moderator looks at it next."),
        )


def _is_unknown(author) -> bool:
    if author is None:
        return True
    standing = standing_of(author)
    return not (standing.is_staff or standing.is_advocate or author.people_helped >= TRUSTED_FROM_PEOPLE_HELPED)

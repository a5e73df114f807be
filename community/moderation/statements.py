"""What an author is told when a moderator adds nothing: one honest sentence for each published reason, and what to do."""

from django.utils.translation import gettext_lazy as _

from community.moderation.models import Reason

STANDARD = {
    Reason.SPAM: _(
        "It advertises something instead of asking or helping. Links are welcome where they answer the question."
    ),
    Reason.ABUSE: _(
        "It attacks a person. Say what is wrong with the product or an answer as clearly as you like, not with people."
    ),
    Reason.PRIVATE_DATA: _(
        "It shows private data, such as an address, a number or a key. Write it again without them; what staff must know can go "
        "into a private case."
    ),
    Reason.DANGEROUS_ADVICE: _(
        "Following it could hurt somebody or break something. Tell us if you think that it is safe."
    ),
    Reason.WRONG_PLACE: _("It is not about what stands here. Ask it as a question of its own, and it will be found."),
    Reason.DUPLICATE: _("It says again, word for word, what you wrote elsewhere. The other one stays."),
    Reason.OTHER: _("It breaks the rules of this community."),
}


def standard_statement(reason: str) -> str:
    """The words for a reason, in the language of the moment."""
    return str(STANDARD[Reason(reason)])

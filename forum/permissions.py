"""What a person may do with forum content. Views, templates and the API all ask here.

Each function takes whatever `request.user` is, and a thing that this person may know of; none of them costs a query
beyond the person's standing. Whether a verb makes sense in the thing's state is said here too, so that no page shows a
button that would be refused.
"""

from community.members.models import Right
from community.members.standing import standing_of


def can_write(person) -> bool:
    """Whether they may ask, and take part at all."""
    return bool(person is not None and person.is_authenticated and person.is_active)


def can_post(person, kind: str) -> bool:
    """Whether they may post something of this kind: announcements need a right that holds everywhere."""
    return can_write(person) and (kind != "announcement" or standing_of(person).holds(Right.ANNOUNCE))


def can_answer(person, question) -> bool:
    return can_write(person) and not question.is_locked


def can_claim(person, question) -> bool:
    """Whoever may answer says that they are writing; the asker does not help themselves."""
    return can_answer(person, question) and not is_asker(person, question)


def can_invite(person, question) -> bool:
    """Asking people to answer: the asker, and who may call for support, while the question is open."""
    return (
        question.is_open
        and question.needs_info_since is None
        and not question.is_locked
        and not question.is_talk
        and (is_asker(person, question) or _holds(person, Right.ESCALATE, question))
    )


def can_comment(person, question) -> bool:
    return can_write(person) and not question.is_locked


def can_ask_for_detail(person, question) -> bool:
    """Everybody but the asker, while the question is open: its clock stands until the asker speaks."""
    return (
        can_comment(person, question) and not is_asker(person, question) and question.is_open and not question.is_talk
    )


def can_vote(person, answer) -> bool:
    return can_write(person) and answer.author_id != person.pk


def can_confirm(person, answer) -> bool:
    """Who tried an answer says whether it worked; also when the question is locked: that is how readers learn it."""
    return can_write(person) and answer.author_id != person.pk and not answer.question.is_talk


def can_say_me_too(person, question) -> bool:
    return can_write(person) and not is_asker(person, question) and not question.is_talk


def can_follow(person, question) -> bool:
    return can_write(person)


def can_follow_member(person, member) -> bool:
    return can_write(person) and person.pk != member.pk


def can_accept(person, question) -> bool:
    """The asker, and staff who may say how a question ended."""
    return not question.is_talk and (is_asker(person, question) or _holds(person, Right.SET_OUTCOME, question))


def can_follow_up(person, question) -> bool:
    """The asker says how it went, while nobody has said how it ends."""
    return is_asker(person, question) and question.is_open


def can_revive(person, question) -> bool:
    """The asker says that an archived question still waits."""
    return is_asker(person, question) and question.is_archived and question.is_open and not question.is_locked


def can_endorse(person, question) -> bool:
    return _holds(person, Right.ENDORSE, question)


def can_escalate(person, question) -> bool:
    """The asker, advocates and staff, while nobody has said how it ends."""
    return (
        question.is_open
        and not question.is_talk
        and (is_asker(person, question) or _holds(person, Right.ESCALATE, question))
    )


def can_set_outcome(person, question) -> bool:
    return not question.is_talk and _holds(person, Right.SET_OUTCOME, question)


def can_edit(person, post) -> bool:
    """The author while the question is not locked, and who may edit others' posts in this topic."""
    question = question_of(post)
    is_own = can_write(person) and post.author_id == person.pk
    return (is_own and not question.is_locked) or can_edit_others(person, question)


def can_make_answer(person, comment) -> bool:
    """Its author, and who may edit what others wrote there; not while it is hidden."""
    return not comment.is_hidden and can_edit(person, comment)


def can_edit_others(person, question) -> bool:
    """Whether they may edit what others wrote there."""
    return _holds(person, Right.EDIT_POSTS, question)


def can_retag(person, question) -> bool:
    """Topic and tags: the asker, and who may change them for others."""
    return can_edit(person, question) or _holds(person, Right.RETAG, question)


def can_rearrange(person, question) -> bool:
    """Whether they may merge and split threads of this topic: who may edit what others wrote there."""
    return _holds(person, Right.EDIT_POSTS, question)


def can_split(person, question) -> bool:
    """Not what is hidden, nor what was merged away: there is nothing there any more."""
    return can_rearrange(person, question) and not question.is_hidden and not question.is_merged


def can_merge(person, question) -> bool:
    return can_rearrange(person, question) and not question.is_hidden and not question.is_merged


def can_see_history(person, post) -> bool:
    """Earlier words: their author, and those who look after posts. Not everybody: an edit may have taken out a secret."""
    if not can_write(person):
        return False
    standing = standing_of(person)
    return post.author_id == person.pk or standing.is_staff or can_edit(person, post)


def can_mark_duplicate(person, question) -> bool:
    """Not one that was merged: that is undone as a whole."""
    return not question.is_merged and _holds(person, Right.MARK_DUPLICATES, question)


def can_see_most_asked(person) -> bool:
    """The report of what is asked again and again: staff, and who sees the figures."""
    standing = standing_of(person)
    return can_write(person) and (standing.is_staff or standing.holds(Right.SEE_INSIGHTS))


def can_lock(person, question) -> bool:
    return _holds(person, Right.MODERATE, question)


def can_attach_incident(person, question) -> bool:
    return _holds(person, Right.DECLARE_INCIDENTS, question)


def can_promote(person, question) -> bool:
    """Whether they may propose an article made from a solution."""
    return _holds(person, Right.PROPOSE_ARTICLES, question)


def of(person, question) -> dict[str, bool]:
    """All that `person` may do with a question, by name, for templates: `{% if may.accept %}`."""
    if not can_write(person):
        return {}
    return {name: allows(person, question) for name, allows in _ON_A_PAGE.items()}


def is_asker(person, question) -> bool:
    return can_write(person) and question.author_id == person.pk


def question_of(post):
    """The question that a post belongs to; a question belongs to itself."""
    return getattr(post, "question", post)


def _holds(person, right: str, question) -> bool:
    return can_write(person) and standing_of(person).holds(right, question.topic_id)


_ON_A_PAGE = {
    "is_asker": is_asker,
    "answer": can_answer,
    "invite": can_invite,
    "comment": can_comment,
    "say_me_too": can_say_me_too,
    "accept": can_accept,
    "revive": can_revive,
    "endorse": can_endorse,
    "escalate": can_escalate,
    "set_outcome": can_set_outcome,
    "edit": can_edit,
    "edit_others": can_edit_others,
    "see_history": can_see_history,
    "retag": can_retag,
    "rearrange": can_rearrange,
    "merge": can_merge,
    "split": can_split,
    "mark_duplicate": can_mark_duplicate,
    "lock": can_lock,
    "attach_incident": can_attach_incident,
    "promote": can_promote,
}

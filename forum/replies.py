"""What a reply by mail to a question, an answer or a comment becomes. docs/decisions/0019 has the rule."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.activity.models import Event
from community.members.models import Member
from community.notifications.replies.keeping import sent_by
from community.notifications.replies.registry import Place, takes_replies
from forum import permissions
from forum.limits import ANSWERS, COMMENTS
from forum.models import Answer, Comment, Question

# These tell of a question without asking for an answer to it.
_NOT_TO_BE_ANSWERED = {
    "forum.question.needs-info",
    "forum.question.ended",
    "forum.question.reminded",
    "forum.question.asked-back",
    "forum.question.review-due",
    "forum.question.reopened",
    "forum.question.marked-duplicate",
    "forum.question.attached",
    "forum.question.moved",
    "forum.question.retagged",
    "forum.question.merged",
    "forum.question.unmerged",
    "forum.question.split",
}


@takes_replies(Question)
def place_of(question: Question, *, member: Member, told: Event | None) -> Place:
    """A comment at the place that was told of; an answer, where a question waits for one of somebody else's."""
    said = told.subject if told is not None else None
    if isinstance(said, (Answer, Comment)) and said.is_hidden:
        raise ValidationError(_("What you answered to is no longer there."))
    # Where that stands now: threads are merged and split meanwhile.
    question = said.question if isinstance(said, (Answer, Comment)) else question.takes_words
    if not permissions.can_comment(member, question):
        raise ValidationError(_("This question is locked: nobody can add anything to it."))
    if _asks_for_an_answer(told, question, member):
        return _answer(question, member)
    if isinstance(said, Answer):
        return _comment(question, member, said)
    return _comment(question, member, said.answer if isinstance(said, Comment) else None)


@sent_by("forum.answer.posted", "forum.comment.posted")
def words_posted(event: Event) -> str:
    return event.subject.body


def _asks_for_an_answer(told: Event | None, question: Question, member: Member) -> bool:
    return (
        told is not None
        and isinstance(told.subject, Question)
        and told.verb not in _NOT_TO_BE_ANSWERED
        and not permissions.is_asker(member, question)
        and permissions.can_answer(member, question)
    )


def _answer(question: Question, member: Member) -> Place:
    return Place(
        sentence=_for(
            question,
            gettext_lazy("Answer this mail to answer the question, for everybody to read."),
            gettext_lazy("Answer this mail to answer the question."),
        ),
        address=reverse("forum:answer-create", args=[question.pk]),
        button=gettext_lazy("Post the answer"),
        is_public=True,
        longest=Answer.LONGEST,
        limit="answer",
        rates=ANSWERS,
        post=lambda words: question.answer(by=member, body=words, language=member.language),
    )


def _comment(question: Question, member: Member, answer: Answer | None) -> Place:
    if answer is None:
        address = reverse("forum:comment-create", args=[question.pk])
        sentence = _for(
            question,
            gettext_lazy("Answer this mail to comment on the question, for everybody to read."),
            gettext_lazy("Answer this mail to comment on the question."),
        )
    else:
        address = reverse("forum:answer-comment-create", args=[answer.pk])
        sentence = _for(
            question,
            gettext_lazy("Answer this mail to comment on the answer, for everybody to read."),
            gettext_lazy("Answer this mail to comment on the answer."),
        )
    return Place(
        sentence=sentence,
        address=address,
        button=gettext_lazy("Post the comment"),
        is_public=True,
        longest=Comment.LONGEST,
        limit="comment",
        rates=COMMENTS,
        post=lambda words: Comment.post(
            by=member, question=question, answer=answer, body=words, language=member.language
        ),
    )


def _for(question: Question, everybody: Any, some: Any) -> Any:
    """The sentence for a question that everybody reads, or that only some do."""
    return everybody if question.is_public else some

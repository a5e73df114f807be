"""What members are told when somebody names them in a post."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.content.models import Mention
from community.members.models import Member
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice
from forum.models import Answer, Comment, Question
from forum.notices.common import about
from forum.permissions import question_of

Post = Question | Answer | Comment


@notice("forum.question.asked", "forum.answer.posted", "forum.comment.posted", before_others=True)
def named_in_new(event) -> Iterator[Notice]:
    """Who is named in it, but for who hears of it anyway because they asked, or wrote what it is about."""
    post: Post = event.subject
    if "split" in event.data:  # made of something older, which has told them
        return
    hears_anyway = {question_of(post).author_id}
    if isinstance(post, Comment) and post.answer is not None:
        hears_anyway.add(post.answer.author_id)
    yield _named(post, Mention.objects.of(post).exclude(member__in=hears_anyway), by=post.author)


@notice("forum.question.edited", "forum.answer.edited", "forum.comment.edited")
def named_in_edit(event) -> Iterator[Notice]:
    """Who was not named before the edit, and still is."""
    if named := event.data.get("named"):
        yield _named(
            event.subject,
            Mention.objects.of(event.subject).filter(member__in=named),
            by=event.actor or event.subject.author,
        )


def _named(post: Post, mentions, *, by: Member) -> Notice:
    return Notice(
        to=Member.objects.filter(mentions__in=mentions),
        kind=Kind.MENTIONED,
        title=format_lazy(_("{name} mentioned you"), name=by.name),
        action=_("Read it"),
        because=_("You get this because somebody named you."),
        **about(question_of(post), post, actor=by),
    )

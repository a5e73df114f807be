"""First posts that a moderator looks at before anybody else sees them: with a link, or typed faster than a person can."""

import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from community.members.standing import standing_of
from community.moderation.models import Review

# On the first day nobody knows yet who somebody is.
NEW_FOR = timedelta(days=1)
QUICK = timedelta(seconds=3)
_HREF = re.compile(r'href="(https?://[^"]*)"')
_BARE = re.compile(r"://|\bwww\.", re.IGNORECASE)


def is_new(member) -> bool:
    return timezone.now() - member.date_joined < NEW_FOR


def why_held(post, *, typed_in: timedelta | None) -> Review.HeldFor | None:
    """Why a post that is about to be saved is held back; None when it is not. At most three queries, and none for most.

    It is for who joined in the last day and of whom nothing is shown yet. `typed_in` is how long the form was open; None
    where there was no form.
    """
    author = post.author
    if not settings.LIMITS_ENABLED or not is_new(author) or author.is_automatic or standing_of(author).is_staff:
        return None
    is_quick = typed_in is not None and typed_in < QUICK
    if not (is_quick or links_elsewhere(post)) or _has_posted(author):
        return None
    return Review.HeldFor.QUICK if is_quick else Review.HeldFor.LINK


def hold(post, why: Review.HeldFor | None) -> bool:
    """Write why a post that was saved out of sight is held; whether it is. Only inside a transaction."""
    if why is not None:
        Review.hold(post, why=why)
    return why is not None


def keep_back(post, *, typed_in: timedelta | None) -> Review.HeldFor | None:
    """Take a post out of sight before it is saved, if it is to be held; returns why."""
    why = why_held(post, typed_in=typed_in)
    if why is not None:
        post.hidden_at = timezone.now()
    return why


def links_elsewhere(post) -> bool:
    """Whether it leads to another site, or its title or what its form says tries to. The words must have been rendered."""
    # With the slash: another site may begin with the name of ours.
    away = [url for url in _HREF.findall(post.body_html) if not f"{url}/".startswith(f"{settings.SITE_URL}/")]
    plain = " ".join([getattr(post, "title", ""), *getattr(post, "lines", ())])
    return bool(away) or _BARE.search(plain) is not None


def _has_posted(member) -> bool:
    """Whether anything of theirs is shown."""
    return any(posts.filter(hidden_at=None).exists() for posts in (member.questions, member.answers, member.comments))

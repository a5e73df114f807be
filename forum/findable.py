"""Which pages made of questions and answers have something to be found for. Their views and the sitemap ask the same."""

from django.db.models import Count, Exists, F, OuterRef, Q
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.members.models import Member
from forum.models import Question

# A tag is free to make: its page says something of its own once a few questions that are shown themselves stand on it.
TAG_SHOWN_FROM = 3


def topics():
    """Topics with a question on their page."""
    on_page = Question.objects.visible_to(None).filter(duplicate_of=None, topic=OuterRef("pk"))
    return Topic.objects.filter(Exists(on_page))


def releases():
    """Releases that a public question is about."""
    on_page = Question.objects.visible_to(None).filter(duplicate_of=None, release=OuterRef("pk"))
    return Release.objects.select_related("product").filter(Exists(on_page))


def tags():
    """Tags with enough questions that may be shown themselves."""
    found = Question.objects.indexable().order_by().values("tags").annotate(number=Count("id"))
    return Tag.objects.filter(pk__in=found.filter(number__gte=TAG_SHOWN_FROM).values("tags"))


def is_tag_shown(tag: Tag) -> bool:
    """The twin of `tags`. One query."""
    return Question.objects.indexable().filter(tags=tag).order_by()[:TAG_SHOWN_FROM].count() >= TAG_SHOWN_FROM


def members():
    """People who solved somebody's question in public: who helped is found, who only asked is left in peace."""
    return Member.objects.with_page().filter(has_solved(), is_automatic=False)


def has_solved() -> Exists:
    """The condition of `members`, for a query of members."""
    solved = Question.objects.indexable().filter(Q(solution__author=OuterRef("pk")) & ~Q(author=F("solution__author")))
    return Exists(solved.order_by())

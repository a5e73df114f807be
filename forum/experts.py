"""Who helps most with something: members by solutions of the last year."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from community.catalogue.models import Topic
from community.members.models import Member

_LOOK_BACK = timedelta(days=365)


def most_helpful(*, topic: Topic | None = None, tag=None, how_many: int = 5) -> list[Member]:
    """Members whose answers solved most public questions of a topic or a tag in the last year, with `solutions`. One query.

    An asker's own answer does not count, and programs are no experts.
    """
    solved = Q(
        answers__hidden_at=None,
        answers__solves__hidden_at=None,
        answers__solves__audience="public",
        answers__solves__solved_at__gte=timezone.now() - _LOOK_BACK,
    ) & ~Q(answers__solves__author=F("pk"))
    if topic is not None:
        solved &= Q(answers__solves__topic=topic)
    if tag is not None:
        solved &= Q(answers__solves__tags=tag)
    members = Member.objects.people().filter(solved).annotate(solutions=Count("answers"))
    return list(members.order_by("-solutions", "pk")[:how_many])

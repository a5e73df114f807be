"""What may be asked of cases: whose they are, what waits for staff, in which order."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, OuterRef, Q
from django.utils.crypto import get_random_string

from community.clocks.models import with_promise
from community.members.models import Organisation
from community.members.standing import standing_of

# Without letters and digits that are mistaken for each other, on paper or on the phone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
QUEUE_ORDER = ("-is_late", "-priority", "waits_since", "id")


class CaseQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Cases that `person` may know of: their own, and for staff those that they handle."""
        own = Q(customer=person.pk) if person is not None and person.is_authenticated else Q(pk__in=[])
        return self.filter(own | _handled_by(person))

    def of_customer(self, member):
        """The cases of a customer."""
        return self.filter(customer=member)

    def handled_by(self, person):
        """Cases that `person` may work on: by role all, by a grant those of its topic."""
        return self.filter(_handled_by(person))

    # "Not ended yet."
    def open(self):
        return self.filter(ended_at=None)

    # "It is our turn."
    def waiting_for_staff(self):
        return self.open().exclude(state="waiting-on-customer")

    def waiting_on_customer(self):
        return self.filter(state="waiting-on-customer")

    def unowned(self):
        return self.filter(owner=None)

    def owned_by(self, agent):
        return self.filter(owner=agent)

    def late(self):
        """A promise about it is broken and nobody has made it good."""
        return self.filter(is_late=True)

    def in_queue_order(self):
        """Broken promises first, then by priority, then who waits longest."""
        return self.order_by(*QUEUE_ORDER)

    def newest_first(self):
        return self.order_by("-opened_at", "-id")

    def with_people(self):
        """With what a row or a page shows beside the case: customer, owner, topic, question. No further query."""
        return self.select_related("customer", "owner", "topic", "team", "question")

    def for_rows(self):
        """With what a row of the queue shows, and by when an answer is due; without the words, which are long."""
        return with_promise(self.with_people()).defer(
            "public_words", "question__body", "question__body_html", "question__outcome_reason"
        )

    def with_all_beside(self):
        """With what the desk shows of a case: also by when an answer is due, and `organisation_names` of the customer."""
        named = Organisation.objects.filter(members=OuterRef("customer")).order_by("name")
        cases = self.with_people().select_related("opened_by", "ended_by")
        return with_promise(cases).annotate(organisation_names=ArraySubquery(named.values("name")))

    def counts_for(self, agent) -> dict[str, int]:
        """How many open ones there are behind each face of the queue. One query."""
        ours = ~Q(state="waiting-on-customer")
        return self.open().aggregate(
            needs_us=Count("id", filter=ours),
            mine=Count("id", filter=Q(owner=agent)),
            unowned=Count("id", filter=ours & Q(owner=None)),
            late=Count("id", filter=ours & Q(is_late=True)),
            waiting=Count("id", filter=Q(state="waiting-on-customer")),
        )


def new_ref() -> str:
    """A reference such as `C-7KQ2MX`: short enough for the phone, and it says nothing about how many there are."""
    return f"C-{get_random_string(6, _LETTERS)}"


def _handled_by(person) -> Q:
    standing = standing_of(person)
    if standing.holds("handle-cases"):
        return Q(pk__isnull=False)
    return Q(topic__in=[topic for right, topic in standing.grants if right == "handle-cases"])

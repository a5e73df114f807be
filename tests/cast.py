"""The people of the tests, and keyword factories that reach a state through the verbs."""

from functools import cached_property

from community.catalogue.models import Topic
from community.members.models import Grant, Member, Organisation, OrganisationMembership, Right, Role
from forum.models import Answer, Comment, Question


class Cast:
    """Each person is made when a test first names them."""

    @cached_property
    def asker(self) -> Member:
        return make_member("ann", full_name="Ann Asker")

    @cached_property
    def helper(self) -> Member:
        return make_member("hugo", full_name="Hugo Helper")

    @cached_property
    def stranger(self) -> Member:
        """A customer who has nothing to do with it."""
        return make_member("sam", full_name="Sam Stranger")

    @cached_property
    def advocate(self) -> Member:
        member = make_member("ada", full_name="Ada Advocate")
        Grant.give(member, Right.SEE_ADVOCATES, reason="advocate")
        Grant.give(member, Right.ESCALATE, reason="advocate")
        return member

    @cached_property
    def editor(self) -> Member:
        return make_member("edda", Role.EDITOR, full_name="Edda Editor")

    @cached_property
    def second_editor(self) -> Member:
        return make_member("egon", Role.EDITOR, full_name="Egon Editor")

    @cached_property
    def agent(self) -> Member:
        return make_member("agnes", Role.AGENT, full_name="Agnes Agent")

    @cached_property
    def second_agent(self) -> Member:
        return make_member("albert", Role.AGENT, full_name="Albert Agent")

    @cached_property
    def moderator(self) -> Member:
        return make_member("mona", Role.MODERATOR, full_name="Mona Moderator")

    @cached_property
    def manager(self) -> Member:
        return make_member("max", Role.MANAGER, full_name="Max Manager")

    @cached_property
    def administrator(self) -> Member:
        return make_member("root", Role.ADMINISTRATOR, full_name="Rita Root")

    @cached_property
    def colleague(self) -> Member:
        """A member of a customer company."""
        member = make_member("cora", full_name="Cora Colleague")
        OrganisationMembership.objects.create(organisation=self.organisation, member=member)
        return member

    @cached_property
    def organisation(self) -> Organisation:
        return Organisation.objects.create(name="Acme Ltd", slug="acme")

    @cached_property
    def topic(self) -> Topic:
        return make_topic("Wi-Fi")

    def question(self, **fields) -> Question:
        """A question by the asker."""
        return make_question(**({"by": self.asker, "topic": self.topic} | fields))

    def answer(self, question: Question | None = None, **fields) -> Answer:
        """An answer by the helper."""
        return make_answer(question or self.question(), **({"by": self.helper} | fields))


def make_member(username: str, *roles: str, password: str | None = None, **fields) -> Member:
    member = Member.objects.create_user(username, f"{username}@example.com", password, **fields)
    if roles:
        member.join(*roles)
    return member


def make_topic(name: str, **fields) -> Topic:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Topic.objects.get_or_create(name=name, defaults={"slug": slug} | fields)[0]


def make_question(
    *, by: Member, topic: Topic, title="The hub loses its Wi-Fi every night", body="Since **Monday**.", **fields
):
    return Question.ask(by=by, title=title, body=body, topic=topic, **fields)


def make_answer(question: Question, *, by: Member, body="Set the channel to 6 by hand.", **fields) -> Answer:
    return question.answer(by=by, body=body, **fields)


def make_comment(question: Question, *, by: Member, body="Which version is it?", **fields) -> Comment:
    return Comment.post(by=by, question=question, body=body, **fields)

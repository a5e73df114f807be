"""What is there before anything happens: topics, products and their releases, companies, teams, people, promises."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from community.catalogue.models import IntakeField, Platform, Product, Release, Topic
from community.clocks.models import Clock, ServiceTarget
from community.members.models import Grant, Member, Organisation, OrganisationMembership, Role, Team
from community.notifications.models import Subscription
from community.operations.demo.script import Story
from community.operations.demo.stage import Stage
from community.search.models import SavedSearch
from knowledgebase.models import Section

ROLES = {
    "editor": Role.EDITOR,
    "agent": Role.AGENT,
    "moderator": Role.MODERATOR,
    "programme": Role.MANAGER,
    "administrator": Role.ADMINISTRATOR,
}
# A person answers within a day; builders, whose things stand still meanwhile, within eight hours.
ANSWERED_WITHIN = timedelta(hours=24)
ANSWERED_SOONER = {"building-on-it": timedelta(hours=8)}


def make_catalogue(stage: Stage, story: Story) -> None:
    """Topics, products, releases, platforms, customer companies, and the shelves of the knowledge base."""
    catalogue = story.catalogue
    for position, row in enumerate(catalogue["topics"]):
        stage.topics[row["slug"]] = Topic.objects.create(
            slug=row["slug"], name=row["name"], description=row["description"], position=position
        )
    for position, row in enumerate(catalogue["products"]):
        product = Product.objects.create(slug=row["slug"], name=row["name"], position=position)
        stage.products[row["slug"]] = product
        for release in row["releases"]:
            stage.releases[f"{product.slug}@{release['version']}"] = Release.objects.create(
                product=product,
                version=release["version"],
                released_on=(stage.start - timedelta(days=release["days"])).date(),
            )
    for position, row in enumerate(catalogue["forms"]):
        whose = stage.products.get(row.get("product", ""))
        topic, choices = stage.topics[row["topic"]], "\n".join(row.get("choices", []))
        asked = {name: row[name] for name in ("label", "kind", "help_text", "is_required", "makes_tag") if name in row}
        field = IntakeField(topic=topic, product=whose, choices=choices, position=position, **asked)
        field.full_clean()
        field.save()
        stage.asked[row["slug"]] = field
    for row in catalogue["platforms"]:
        stage.platforms[row["slug"]] = Platform.objects.create(slug=row["slug"], name=row["name"])
    for row in catalogue["organisations"]:
        stage.organisations[row["slug"]] = Organisation.objects.create(slug=row["slug"], name=row["name"])
    for position, row in enumerate(catalogue["shelves"]):
        shelf = Section.objects.create(
            slug=row["slug"], name=row["name"], description=row["description"], position=position
        )
        stage.shelves.update(dict.fromkeys(row["topics"], shelf))


def make_people(stage: Stage, story: Story) -> None:
    """Everybody, with mail addresses that are verified, roles, companies, rights and teams. Nobody has a password."""
    domains = {row["slug"]: row["domain"] for row in story.catalogue["organisations"]}
    for row in story.people:
        organisation = row.get("organisation", "")
        member = Member.objects.create_user(
            row["username"],
            row.get("mail") or _address(row, domains.get(organisation, "")),
            full_name=row["name"],
            about=row["bio"],
            language=row.get("language", "en"),
            date_joined=stage.start - timedelta(days=row["joined"], hours=1),
        )
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        if row.get("cast") in ROLES:
            member.join(ROLES[row["cast"]])
        if organisation:
            OrganisationMembership.objects.create(organisation=stage.organisations[organisation], member=member)
        stage.people[member.username] = member
    administrator = next(stage.people[row["username"]] for row in story.people if row.get("cast") == "administrator")
    for row in story.people:
        for right in row.get("rights", []):
            Grant.give(stage.people[row["username"]], right, by=administrator, reason="Knows the community well.")
    _make_teams(stage, story)


def make_followers(stage: Stage, story: Story) -> None:
    """Advocates follow all topics and one search, so that there is a digest to look at."""
    advocates = [stage.people[row["username"]] for row in story.people if row.get("cast") == "advocate"]
    for member in advocates:
        for topic in stage.topics.values():
            Subscription.follow(member, topic)
        SavedSearch.follow(member, query="offline", kind="question")


def make_promises(stage: Stage) -> None:
    """When a person answers: in general, and for topics that cannot wait as long. Counted round the clock."""
    for topic, within in [(None, ANSWERED_WITHIN), *((stage.topics[s], t) for s, t in ANSWERED_SOONER.items())]:
        ServiceTarget.objects.update_or_create(
            promise=Clock.Promise.FIRST_ANSWER,
            topic=topic,
            defaults={"minutes": within // timedelta(minutes=1), "calendar": None},
        )
    stage.promised = {slug: ANSWERED_SOONER.get(slug, ANSWERED_WITHIN) for slug in stage.topics}


def _address(row: dict, domain: str) -> str:
    """An address that cannot exist: the person's own, their company's, or the made-up maker's for its staff."""
    if row.get("staff"):
        return f"{row['username']}@wickerlow.example"
    return f"{row['username']}@{domain}" if domain else f"{slugify(row['name']).replace('-', '.')}@post.example"


def _make_teams(stage: Stage, story: Story) -> None:
    for row in story.catalogue["teams"]:
        team = Team.objects.create(slug=row["slug"], name=row["name"])
        team.topics.set(stage.topics[t["slug"]] for t in story.catalogue["topics"] if t["team"] == row["slug"])
        team.members.set(stage.people[p["username"]] for p in story.people if row["slug"] in p.get("teams", []))

"""Links inside a product, for editors' programs: what is pinned, what was followed and missed, and the two verbs."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.catalogue.models import Product
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.limits import PINNING
from knowledgebase.models import GoCount, GoLink

router = Router()


class PinIn(Schema):
    article: str = Field(description="The address of a published article, as in /kb/<address>/.")
    topic: str = Field(
        "", max_length=80, pattern=r"^[-a-zA-Z0-9_]*$", description="A topic, or a word of the product's."
    )
    product: str = Field("", description="The slug of a product; empty for any.")
    since: str = Field("", max_length=40, pattern=r"^[\x20-\x7e]*$", description="The first version.")
    until: str = Field("", max_length=40, pattern=r"^[\x20-\x7e]*$", description="The last version.")
    language: str = Field("", description="Empty for any.")


class PinOut(Schema):
    id: int
    topic: str
    product: str | None = Field(None, alias="product.slug")
    since: str
    until: str
    language: str
    article: str = Field(alias="article.slug")
    leads: bool = Field(description="Whether everybody may read the article today; else another one is found.")


class FollowedOut(Schema):
    product: str = Field(description="“?” for one that is not in the catalogue; the same for version and topic.")
    version: str
    topic: str
    language: str
    article: str | None = Field(None, alias="article__slug", description="None where nothing fitted.")
    times: int


class LinksOut(Schema):
    pins: list[PinOut]
    since: date
    missed: list[FollowedOut]
    used: list[FollowedOut]


@router.get("/articles/links", response=LinksOut, summary="Editors: where links inside the product lead")
def list_links(request, days: int = 90):
    """What is pinned; the two hundred kinds of links that were missed and used most in so many days."""
    require(permissions.can_draft(request.user))
    since = timezone.now().date() - timedelta(days=max(1, min(days, 3660)))
    counts = GoCount.objects.filter(day__gt=since)
    return {
        "pins": list(GoLink.objects.in_order()),
        "since": since,
        "missed": list(counts.missed().summed("article__slug")[:200]),
        "used": list(counts.used().summed("article__slug")[:200]),
    }


@router.post("/articles/links", response={201: PinOut}, summary="Reviewers: pin an article to links")
@limited("pin", *PINNING)
def pin(request, new: PinIn):
    """What was pinned to the same before is replaced."""
    article = find_article(request.user, new.article)
    require(permissions.can_pin(request.user, article))
    if new.language and new.language not in dict(settings.LANGUAGES):
        raise HttpError(422, f"language: one of {', '.join(dict(settings.LANGUAGES))}.")
    product = get_object_or_404(Product, slug=new.product) if new.product else None
    about = new.model_dump(exclude={"article", "product"})
    try:
        return Status(201, GoLink.pin(article, by=request.user, product=product, **about))
    except ValidationError as error:
        raise HttpError(422, " ".join(error.messages)) from error


@router.post("/articles/links/{link_id}/remove", response={204: None}, summary="Reviewers: unpin an article")
@limited("pin", *PINNING)
def unpin(request, link_id: int):
    """The best article that fits is found by itself again."""
    link = get_object_or_404(GoLink.objects.select_related("article__topic"), pk=link_id)
    require(permissions.can_pin(request.user, link.article))
    link.unpin(by=request.user)
    return Status(204, None)

"""The status page, an incident, and the feed: for everybody."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.incidents import permissions
from community.incidents.forms import AttachForm, UpdateForm
from community.incidents.models import Incident, IncidentUpdate
from community.lib.markdown import excerpt, for_elsewhere
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.notifications.models import Subscription

HISTORY_ORDER = ("-started_at", "-id")
_QUESTIONS_SHOWN = 20
_UPDATES_IN_FEED = 50


@require_safe
@public_page()
def incident_list(request):
    """What is broken now with what was said last, then what was. Four queries."""
    in_sight = Incident.objects.visible_to(request.user)
    after = request.GET.get("after", "")
    return render(
        request,
        "incidents/incident_list.html",
        {
            "open": [] if after else _last_words(in_sight.open()),
            "page": paginate(in_sight.resolved().prefetch_related("topics"), after, order=HISTORY_ORDER),
            "may_declare": permissions.can_declare(request.user),
        },
    )


@require_safe
@public_page("lists")
def incident_detail(request, slug):
    """One incident: its updates, newest first, and the questions about it. Four queries."""
    return show(request, get_object_or_404(Incident.objects.visible_to(request.user), slug=slug))


@require_safe
@public_page()
def feed(request):
    """Updates of public incidents, newest first, as Atom. One query."""
    updates = (
        IncidentUpdate.objects.filter(incident__in=Incident.objects.visible_to(None))
        .select_related("incident", "author")
        .newest_first()[:_UPDATES_IN_FEED]
    )
    atom = Atom1Feed(
        title=_("%(site)s: incidents") % {"site": settings.SITE_NAME},
        link=settings.SITE_URL + reverse("incidents:list"),
        description=_("What is broken, and what we do about it."),
        feed_url=settings.SITE_URL + reverse("incidents:feed"),
        language=settings.LANGUAGE_CODE,
    )
    for update in updates:
        address = f"{settings.SITE_URL}{update.incident.get_absolute_url()}#update-{update.pk}"
        atom.add_item(
            title=f"{update.get_state_display()}: {update.incident.title}",
            link=address,
            description=for_elsewhere(update.body_html, settings.SITE_URL, pictures=True),
            author_name=update.author.name,
            unique_id=address,
            pubdate=update.at,
            updateddate=update.at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def show(request, incident: Incident, *, status: int = 200, **forms):
    """The page of an incident; also what a form that could not be taken answers with."""
    may_update = permissions.can_declare(request.user)
    updates = list(incident.updates.select_related("author").newest_first())
    questions = list(incident.questions.visible_to(request.user).newest_first()[: _QUESTIONS_SHOWN + 1])
    context = {
        "incident": incident,
        "topics": incident.topics.all(),
        "updates": updates,
        "questions": questions[:_QUESTIONS_SHOWN],
        "more_questions": len(questions) > _QUESTIONS_SHOWN,
        "may_update": may_update,
        "following": Subscription.is_following(request.user, incident),
        "description": excerpt(updates[0].body_html, 160) if updates else "",
    }
    if may_update:
        context["update_form"] = UpdateForm(initial={"state": incident.state})
        context["attach_form"] = AttachForm(prefix="attach")
    return render(request, "incidents/incident_detail.html", context | forms, status=status)


def _last_words(incidents) -> list[IncidentUpdate]:
    """The newest update of each, with the incident and its topics; the newest incident first. Two queries."""
    updates = (
        IncidentUpdate.objects.filter(incident__in=incidents)
        .newest_of_each()
        .select_related("incident", "author")
        .prefetch_related("incident__topics")
    )
    return sorted(updates, key=lambda update: (update.incident.started_at, update.incident_id), reverse=True)

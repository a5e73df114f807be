"""A member's notifications, what comes by mail, and the link with which it stops."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required
from community.notifications import guests, unsubscribing
from community.notifications.forms import KeptWordsForm, MailSettingsForm, SeenForm
from community.notifications.models import InboundMail, Notification, Subscription
from community.notifications.muting import mute_thread_of
from community.notifications.replies.receiving import place_for

# Not "no-referrer": browsers would send the form of the page with the origin "null", and it would be refused.
_GONE_WITH_THE_MAIL = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


@require_safe
@never_cache
@member_required
def notification_list(request):
    """What the member was told, newest first; what belongs together stands together. One query beside the frame's."""
    page = paginate(
        request.user.notifications.all(), request.GET.get("after", ""), order=["-created_at", "-id"], size=30
    )
    threads: dict[str, list[Notification]] = {}
    for notification in page:
        threads.setdefault(notification.thread, []).append(notification)
    return render(request, "notifications/notification_list.html", {"page": page, "threads": list(threads.values())})


@require_POST
@member_required
def read_all(request):
    """Mark everything as read."""
    Notification.mark_read(request.user)
    return redirect("notifications:list")


@require_POST
@member_required
@limited("seen", "120/m")
def note_seen(request):
    """The member is looking at a page: what they were told about it is read. Says how many are left unread."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"detail": _("Name a page of this site.")}, status=422)
    path = form.cleaned_data["path"]
    about_it = Notification.objects.filter(Q(url=path) | Q(url__startswith=path + "#"))
    return JsonResponse({"unread": Notification.mark_read(request.user, among=about_it)})


@require_POST
@member_required
def mute_thread(request, notification_id):
    """Hear no more about the thread of a notification; it can be followed again on its own page."""
    notification = get_object_or_404(request.user.notifications, pk=notification_id)
    mute_thread_of(notification, request.user)
    messages.success(
        request, _("You hear no more about “%(title)s”.") % {"title": notification.thread_title or notification.title}
    )
    return redirect("notifications:list")


@require_POST
@member_required
@limited("follow", "30/m", "200/d")
def unfollow(request, subscription_id):
    """Follow one thing no longer."""
    subscription = get_object_or_404(request.user.subscriptions, pk=subscription_id)
    if subscription.subject is None:
        subscription.delete()
    else:
        Subscription.unfollow(request.user, subscription.subject)
    messages.success(request, _("You do not follow it any more."))
    return redirect("following")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@limited("mail-settings", "30/h")
def mail_settings(request):
    """What comes by mail and how soon, and when it is quiet."""
    form = MailSettingsForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds from the next mail on."))
        return redirect("notifications:settings")
    return render(request, "notifications/mail_settings.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
@member_required
def kept_reply(request, inbound_id):
    """The words of a reply by mail that was not posted, in a form that sends them where they belong. Up to five queries."""
    inbound = get_object_or_404(InboundMail.objects.with_words_of(request.user).select_related("told"), pk=inbound_id)
    inbound.member = request.user  # the same row, read already
    context = {
        "inbound": inbound,
        "form": KeptWordsForm(initial={"body": inbound.words}),
        "thread_title": Notification.title_of(inbound.thread, request.user),
    }
    try:
        context["place"] = place_for(inbound, request.user)
    except ValidationError as error:
        context["why_not"] = " ".join(error.messages)
    return render(request, "notifications/kept_reply.html", context)


@require_POST
@member_required
def forget_kept_reply(request, inbound_id):
    """Throw the words away now."""
    get_object_or_404(InboundMail.objects.with_words_of(request.user), pk=inbound_id).forget_words()
    messages.success(request, _("What you wrote is gone."))
    return redirect("notifications:list")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest_confirmation(request, guest_token):
    """The link in the one mail that asks whether mail is wanted. A GET shows a page with a button and changes nothing."""
    guest, thread = guests.confirmation_of(guest_token)
    context = {"thread": thread, "is_confirmed": guest.confirmed_at is not None, "email": guest.email}
    if request.method == "POST":
        context |= {"is_confirmed": True, "has_account": guests.confirm(guest, thread)}
    return _gone_with_the_mail(render(request, "notifications/guest_confirmation.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@never_cache
def unsubscribe(request, token):
    """The link in a mail. A GET shows a page and changes nothing; a POST works without cookie, token or redirect.

    A mail program sends `List-Unsubscribe=One-Click`; our page sends `what`, `thread` or `kind`.
    """
    unsubscription = unsubscribing.read(token)
    choices = unsubscription.choices()
    done = None
    if request.method == "POST":
        what = request.POST.get("what", "")
        done = unsubscription.stop(what if what in dict(choices) else choices[0][0])
    return _gone_with_the_mail(render(request, "notifications/unsubscribe.html", {"choices": choices, "done": done}))


def _gone_with_the_mail(response):
    """The address of the page opens something: it is told to no other site."""
    for name, value in _GONE_WITH_THE_MAIL.items():
        response[name] = value
    return response

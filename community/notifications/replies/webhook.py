"""Where a provider posts the mails that it took for us: django-anymail reads them, and checks the secret."""

from anymail.signals import inbound
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.http import Http404
from django.urls import resolve
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.notifications.replies.message import LARGEST, Message
from community.notifications.replies.receiving import receive


@require_http_methods(["HEAD", "POST"])
@csrf_exempt
def provider_webhook(request, provider):
    """The webhook of the one provider that `INBOUND_URL` names; any other address is unknown.

    Whatever fails ends in a 5xx, and the provider posts the mail again.
    """
    if not settings.INBOUND_PROVIDER or provider != settings.INBOUND_PROVIDER:
        raise Http404("No mail comes in here.")
    if request.content_type != "multipart/form-data" and _knows_the_secret(request):
        _read_whole(request)
    webhook = resolve(f"/{provider}/inbound/", urlconf="anymail.urls")
    return webhook.func(request, *webhook.args, **webhook.kwargs)


def _knows_the_secret(request) -> bool:
    return constant_time_compare(get_request_basic_auth(request) or "", settings.ANYMAIL["WEBHOOK_SECRET"])


def _read_whole(request) -> None:
    """Photos make a mail larger than any form of ours may be."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST:
        request._body = request.read()


def take(sender, event, esp_name, **_kwargs) -> None:
    """Take in what django-anymail has read."""
    if event.message is not None:
        receive(Message.of_provider(event.message))


inbound.connect(take, dispatch_uid="porchlight.replies")

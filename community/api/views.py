"""The API's own pages: what it offers, and a member's keys."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.api.api import api
from community.api.models import ApiKey
from community.api.reference import operations_of
from community.content.sending import once
from community.lib.public_pages import public_page
from community.members.limits import limited
from community.members.permissions import member_required


class KeyForm(forms.Form):
    """What a new key is for."""

    name = forms.CharField(label=gettext_lazy("What is it for?"), max_length=80)
    scope = forms.ChoiceField(label=gettext_lazy("It may"), choices=ApiKey.Scope.choices)
    days = forms.IntegerField(label=gettext_lazy("Days until it ends"), min_value=1, max_value=366, initial=90)


@require_safe
@public_page()
def docs(request):
    """Every operation with its fields and a line to try it, made from the OpenAPI document. No query."""
    return render(request, "api/docs.html", {"operations": operations_of(api.get_openapi_schema())})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@limited("api-key", "10/d")
def keys(request):
    """A member's keys; a new one is shown once, on the page that answers the form."""
    form = KeyForm(request.POST or None)
    made = words = None
    if request.method == "POST" and form.is_valid():
        made, words = _made_once(request, form.cleaned_data)
        form = KeyForm()
    context = {"form": form, "keys": request.user.api_keys.filter(revoked_at=None), "made": made, "words": words}
    return render(request, "api/keys.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def remove_key(request, key_id):
    """End one of one's own keys."""
    get_object_or_404(request.user.api_keys, pk=key_id).revoke()
    messages.success(request, _("The key is revoked. Programs that use it are refused from now on."))
    return redirect("api-keys")


def _made_once(request, said: dict) -> tuple[ApiKey, str]:
    """The key and its words. Who sends the form twice saw no words the first time: they get other ones for the same key."""
    fresh: list[str] = []

    def make() -> ApiKey:
        ends = timezone.now() + timedelta(days=said["days"])
        key, words = ApiKey.make(member=request.user, name=said["name"], scope=said["scope"], expires_at=ends)
        fresh.append(words)
        return key

    key = once(request, make)
    return key, fresh[0] if fresh else key.renew()

"""A member's own settings. The public page of a member is made of several rooms and stands in community.views."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.members.forms import ProfileForm
from community.members.limits import limited
from community.members.permissions import member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("profile", "20/h")
def profile(request):
    """Name, words about oneself, language, time zone and how one likes to read."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("members:profile")
    return render(request, "members/profile.html", {"form": form}, status=422 if form.errors else 200)

"""A customer's own cases."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.clocks.models import Clock
from community.content.drafting import begin, sent
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required
from community.support.forms import CustomerReplyForm, PrivateCaseForm
from community.support.limits import CUSTOMER_REPLIES, OPENINGS
from community.support.models import Case
from community.support.views.private import own_case, private_page

ORDER = ("-opened_at", "-id")


@require_safe
@private_page
@member_required
def case_list(request):
    """Their cases, newest first. One query."""
    own = Case.objects.of_customer(request.user).for_rows()
    return render(request, "cases/case_list.html", {"page": paginate(own, request.GET.get("after", ""), order=ORDER)})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@limited("case", *OPENINGS)
@member_required
def new(request):
    """Open a private case."""
    form = begin(request, "case", PrivateCaseForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        case = Case.open_privately(by=request.user, **form.cleaned_data)
        sent(request)
        messages.success(request, _("We have it. Only you and our support team can read it."))
        return redirect(case)
    return render(request, "cases/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@private_page
@member_required
def case_detail(request, ref):
    """The private thread as the customer sees it. Staff who handle the case are sent to its page on the desk."""
    case = Case.objects.visible_to(request.user).with_people().filter(ref=ref).first()
    if case is None:
        raise Http404("There is no such case.")
    if case.customer_id != request.user.pk:
        return redirect(case.get_desk_url())
    return _show(request, case)


@require_POST
@limited("case-reply", *CUSTOMER_REPLIES)
@own_case
def reply(request, case):
    """The customer writes in the private thread."""
    form = begin(request, f"case:{case.ref}", CustomerReplyForm(request.POST))
    if form.is_valid():
        try:
            message = case.customer_replies(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            sent(request)
            messages.success(request, _("Sent to our support team."))
            return redirect(f"{case.get_absolute_url()}#message-{message.pk}")
    return _show(request, case, form, status=422)


def _show(request, case: Case, form=None, *, status: int = 200):
    thread = list(case.messages.shown().oldest_first().select_related("author"))
    for message in thread:
        message.kind = "" if message.author_id == case.customer_id else "staff"
    clock = Clock.objects.of(case).open().order_by("due_at").first()
    context = {"case": case, "thread": thread, "promise": clock.in_words() if clock else "", "form": form}
    if form is None and case.takes_replies:
        context["form"] = begin(request, f"case:{case.ref}", CustomerReplyForm())
    return render(request, "cases/case_detail.html", context, status=status)

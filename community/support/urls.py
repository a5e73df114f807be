"""Two doors: the agents' desk, and a customer's own cases."""

from django.urls import include, path, register_converter

from community.support.views import desk, own, queue


class RefConverter:
    """A reference as it is spoken, in letters of any size."""

    regex = "[Cc]-[0-9A-Za-z]{4,9}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")

_case = "cases/<ref:ref>/"
desk_urls = [
    path("", queue.queue, name="queue"),
    path(_case, desk.case_detail, name="case"),
    path(_case + "known/", desk.known, name="case-known"),
    path(_case + "owner/", desk.set_owner, name="case-owner"),
    path(_case + "acknowledgement/", desk.acknowledge, name="case-acknowledgement"),
    path(_case + "priority/", desk.set_priority, name="case-priority"),
    path(_case + "messages/", desk.reply, name="case-messages"),
    path(_case + "notes/", desk.add_note, name="case-notes"),
    path(_case + "handoff/", desk.hand_off, name="case-handoff"),
    path(_case + "handoff/acceptance/", desk.accept_handoff, name="case-handoff-acceptance"),
    path(_case + "outcome/", desk.end, name="case-outcome"),
    path(_case + "outcome/remove/", desk.reopen, name="case-outcome-remove"),
]
own_urls = [
    path("", own.case_list, name="list"),
    path("new/", own.new, name="new"),
    path("<ref:ref>/", own.case_detail, name="detail"),
    path("<ref:ref>/messages/", own.reply, name="messages"),
]

urlpatterns = [
    path("support/", include((desk_urls, "support"))),
    path("cases/", include((own_urls, "cases"))),
]

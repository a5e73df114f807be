from django.contrib import admin

from community.lib.back_office import LookUp
from community.support.models import Case, Handoff


@admin.register(Case)
class CaseAdmin(LookUp):
    """To look at: who has it, when what happened. What is said in a case is read on its page only."""

    list_display = ["ref", "opened_why", "topic", "state", "priority", "owner", "opened_at", "ended_at"]
    list_filter = ["state", "opened_why", "priority", "topic", "team"]
    list_select_related = ["topic", "owner"]
    search_fields = ["ref"]
    date_hierarchy = "opened_at"
    exclude = ["public_words", "opened_reason"]


@admin.register(Handoff)
class HandoffAdmin(LookUp):
    list_display = ["case", "giver", "receiver", "created_at", "acknowledged_at"]
    list_select_related = ["case", "giver", "receiver", "case__question"]
    exclude = ["note"]

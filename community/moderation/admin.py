from django.contrib import admin

from community.lib.back_office import LookUp
from community.moderation.models import Decision, Flag


@admin.register(Flag)
class FlagAdmin(LookUp):
    list_display = ["created_at", "reason", "review", "reporter", "is_trusted", "confidence"]
    list_filter = ["reason", "is_trusted"]
    list_select_related = ["review__subject_type", "reporter"]
    date_hierarchy = "created_at"


@admin.register(Decision)
class DecisionAdmin(LookUp):
    list_display = ["at", "review", "action", "reason", "decided_by", "is_automatic", "public_line"]
    list_filter = ["action", "reason", "is_automatic"]
    list_select_related = ["review__subject_type", "decided_by"]
    date_hierarchy = "at"

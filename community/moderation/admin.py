from django.contrib import admin

from community.moderation.models import Decision, Flag


class ReadOnly(admin.ModelAdmin):
    """To look at: reports are made and decided on their pages, where the rules hold."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Flag)
class FlagAdmin(ReadOnly):
    list_display = ["created_at", "reason", "review", "reporter", "is_trusted", "confidence"]
    list_filter = ["reason", "is_trusted"]
    list_select_related = ["review__subject_type", "reporter"]
    date_hierarchy = "created_at"


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["at", "review", "action", "reason", "decided_by", "is_automatic", "public_line"]
    list_filter = ["action", "reason", "is_automatic"]
    list_select_related = ["review__subject_type", "decided_by"]
    date_hierarchy = "at"

from django.contrib import admin

from community.incidents.models import Incident, IncidentUpdate


class UpdateInline(admin.TabularInline):
    model = IncidentUpdate
    fields = ("at", "state", "author", "body")
    readonly_fields = ("at", "state", "author", "body")
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Incident)
class IncidentAdmin(admin.ModelAdmin):
    """To look at, and to mend a title or the topics; what is said about an incident is said on its page."""

    list_display = ["title", "severity", "state", "started_at", "resolved_at"]
    list_filter = ["state", "severity", "topics"]
    search_fields = ["title"]
    fields = ["title", "severity", "topics", "releases", "state", "started_at", "resolved_at"]
    readonly_fields = ["state", "started_at", "resolved_at"]
    filter_horizontal = ["topics", "releases"]
    inlines = [UpdateInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

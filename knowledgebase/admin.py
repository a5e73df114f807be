"""The back room of the knowledge base: shelves and costs are arranged here; articles and requests have pages of their own."""

from django.contrib import admin

from community.lib.back_office import LookUp
from knowledgebase.models import (
    Article,
    Asking,
    CommonRequest,
    ContactCost,
    Recheck,
    Revision,
    Schedule,
    Section,
    SourceTask,
    Ticket,
)


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position", "recheck_after"]
    list_editable = ["position", "recheck_after"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


class RevisionInline(admin.TabularInline):
    """What was written, to look at: words are changed on the article's own pages, where a second person reviews them."""

    model = Revision
    fk_name = "article"
    readonly_fields = fields = ["number", "title", "author", "comment", "significance", "submitted_at", "reviewed_by"]  # type: ignore[assignment]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["title", "section", "topic", "status", "audience", "owner", "published_at", "helpful_count"]
    list_filter = ["status", "section", "topic", "audience", "language"]
    list_select_related = ["section", "topic", "owner"]
    search_fields = ["title", "slug"]
    date_hierarchy = "published_at"
    inlines = [RevisionInline]
    readonly_fields = fields = [  # type: ignore[assignment]
        "title",
        "slug",
        "section",
        "topic",
        "status",
        "audience",
        "organisation",
        "language",
        "owner",
        "published_at",
        "verified_at",
        "hidden_at",
        "helpful_count",
        "unhelpful_count",
        "visitor_count",
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ContactCost)
class ContactCostAdmin(admin.ModelAdmin):
    list_display = ["channel", "cost"]
    list_editable = ["cost"]


@admin.register(CommonRequest)
class CommonRequestAdmin(LookUp):
    list_display = ["staff_title", "state", "topic", "owner", "due_on", "volume", "mined_at"]
    list_filter = ["state", "topic", "language"]
    list_select_related = ["topic", "owner"]
    search_fields = ["title", "inner_title"]
    exclude = ["centroid"]


@admin.register(Ticket)
class TicketAdmin(LookUp):
    list_display = ["__str__", "subject", "topic", "channel", "created_at", "solved_at"]
    list_filter = ["source", "channel", "topic"]
    list_select_related = ["topic"]
    search_fields = ["external_id", "subject"]
    date_hierarchy = "created_at"


@admin.register(SourceTask)
class SourceTaskAdmin(LookUp):
    """What changed in the sources of articles, and what was decided."""

    list_display = fields = ["article", "kind", "opened_at", "closed_at", "outcome", "closed_by", "reason"]  # type: ignore[assignment]
    list_filter = ["kind", "outcome"]
    list_select_related = ["article", "closed_by"]


@admin.register(Recheck)
class RecheckAdmin(LookUp):
    """Which articles were checked again, why, and what was found."""

    list_display = fields = ["article", "why", "release", "state", "reason", "opened_at", "decided_by", "closed_at"]  # type: ignore[assignment]
    list_filter = ["state", "why"]
    list_select_related = ["article", "release__product", "decided_by"]


@admin.register(Schedule)
class ScheduleAdmin(LookUp):
    """What is approved for later."""

    list_display = fields = ["article", "revision", "at", "by", "refused_because"]  # type: ignore[assignment]
    list_select_related = ["article", "revision", "by"]


@admin.register(Asking)
class AskingAdmin(LookUp):
    """What readers are asked. What they answer stands on the article's own pages, for its editors."""

    list_display = fields = ["article", "text", "asked_by", "asked_at", "answer_count", "ended_at", "why_ended"]  # type: ignore[assignment]
    list_filter = ["why_ended"]
    list_select_related = ["article", "asked_by"]

"""The forum for administrators: to look things up. What people do with posts, they do on the pages, by verbs that are logged."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from community.lib.back_office import LookUp
from forum.models import (
    Answer,
    Comment,
    Confirmation,
    Deflection,
    Duplicate,
    Exposure,
    Invitation,
    Question,
    Suggestion,
)


@admin.register(Question)
class QuestionAdmin(LookUp):
    date_hierarchy = "created_at"
    list_display = ["title", "author", "topic", "lamp", "outcome", "answer_count", "me_too_count", "created_at"]
    list_filter = ["topic", "kind", "outcome", "audience", "language", ("hidden_at", admin.EmptyFieldListFilter)]
    list_select_related = ["author", "topic"]
    search_fields = ["title", "author__username"]
    fieldsets = [
        (None, {"fields": ["title", "author", "topic", "body", "language", "kind"]}),
        (_("What it is about"), {"fields": ["product", "release", "platform", "incident"]}),
        (_("Who may see it"), {"fields": ["audience", "organisation", "hidden_at", "locked_at"]}),
        (_("How it stands"), {"fields": ["solution", "solved_at", "accepted_by", "needs_info_since", "duplicate_of"]}),
        (_("How it ended"), {"fields": ["outcome", "outcome_reason", "outcome_by", "outcome_at", "outcome_review_on"]}),
        (_("Counted"), {"fields": ["answer_count", "best_score", "me_too_count", "duplicate_count", "vote_count"]}),
        (_("Dates"), {"fields": ["created_at", "edited_at", "first_answered_at", "last_activity_at", "modified_at"]}),
        (_("Source"), {"fields": ["origin", "imported_votes", "imported_views"]}),
    ]


@admin.register(Answer)
class AnswerAdmin(LookUp):
    date_hierarchy = "created_at"
    list_display = ["__str__", "author", "question", "score", "endorsed_at", "hidden_at", "created_at"]
    list_filter = [("endorsed_at", admin.EmptyFieldListFilter), ("hidden_at", admin.EmptyFieldListFilter)]
    list_select_related = ["author", "question"]
    search_fields = ["author__username", "question__title"]


@admin.register(Comment)
class CommentAdmin(LookUp):
    date_hierarchy = "created_at"
    list_display = ["__str__", "author", "question", "asks_for_detail", "hidden_at", "created_at"]
    list_filter = ["asks_for_detail", ("hidden_at", admin.EmptyFieldListFilter)]
    list_select_related = ["author", "question"]
    search_fields = ["author__username", "question__title"]


@admin.register(Duplicate)
class DuplicateAdmin(LookUp):
    date_hierarchy = "marked_at"
    list_display = ["question", "canonical", "marked_by", "marked_at"]
    list_select_related = ["question", "canonical", "marked_by"]


@admin.register(Confirmation)
class ConfirmationAdmin(LookUp):
    date_hierarchy = "at"
    list_display = ["member", "worked", "release", "answer", "at"]
    list_filter = ["worked"]
    list_select_related = ["member", "release__product", "answer"]
    search_fields = ["member__username"]


class SuggestionInline(admin.TabularInline):
    model = Suggestion
    fields = ["place", "subject", "helped"]
    readonly_fields = ["place", "subject", "helped"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Deflection)
class DeflectionAdmin(LookUp):
    """What people were shown before they asked, and whether it answered them."""

    date_hierarchy = "at"
    list_display = ["at", "typed", "topic", "outcome", "question", "member"]
    list_filter = ["outcome", "topic"]
    list_select_related = ["topic", "question", "member"]
    inlines = [SuggestionInline]


@admin.register(Exposure)
class ExposureAdmin(LookUp):
    """First looks, for the measure of what suggestions save. Who it was is not shown, not even while it is known."""

    date_hierarchy = "at"
    list_display = ["at", "is_held_out", "topic", "contact"]
    list_filter = ["is_held_out", "contact"]
    list_select_related = ["topic"]
    fields = ["at", "is_held_out", "topic", "contact"]


@admin.register(Invitation)
class InvitationAdmin(LookUp):
    """Who was asked to answer what, and what they made of it."""

    date_hierarchy = "invited_at"
    list_display = ["member", "question", "state", "invited_by", "invited_at", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["member", "question", "invited_by"]
    search_fields = ["member__username", "question__title"]

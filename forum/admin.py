from django.contrib import admin

from forum.models import Answer, Comment, Duplicate, Question


class PostAdmin(admin.ModelAdmin):
    """Posts are read here; they are changed on their pages, where every change is kept and told."""

    date_hierarchy = "created_at"
    list_select_related = ["author"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Question)
class QuestionAdmin(PostAdmin):
    list_display = ["title", "topic", "author", "created_at", "answer_count", "me_too_count", "outcome", "hidden_at"]
    list_filter = ["topic", "outcome", "audience", "language"]
    list_select_related = ["author", "topic"]
    search_fields = ["title"]


@admin.register(Answer)
class AnswerAdmin(PostAdmin):
    list_display = ["question", "author", "created_at", "score", "endorsed_at", "hidden_at"]
    list_select_related = ["author", "question"]


@admin.register(Comment)
class CommentAdmin(PostAdmin):
    list_display = ["question", "author", "created_at", "asks_for_detail", "hidden_at"]
    list_select_related = ["author", "question"]


@admin.register(Duplicate)
class DuplicateAdmin(admin.ModelAdmin):
    list_display = ["question", "canonical", "marked_by", "marked_at"]
    list_select_related = ["question", "canonical", "marked_by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

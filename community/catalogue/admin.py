from django.contrib import admin
from django.db import transaction

from community.catalogue.models import IntakeField, Platform, Product, Release, Topic
from community.lib import versions


class OnManyPages(admin.ModelAdmin):
    """What every question and list shows a name of: a change here makes all pages fresh at once."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        _freshen()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        _freshen()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        _freshen()


class IntakeFieldInline(admin.StackedInline):
    """The short form of a topic. A field that was answered is not deleted: it is asked no longer."""

    model = IntakeField
    extra = 0
    fields = [
        ("label", "kind", "position"),
        "choices",
        "product",
        "help_text",
        ("is_required", "makes_tag", "is_asked"),
    ]


@admin.register(Topic)
class TopicAdmin(OnManyPages):
    list_display = ["name", "description", "position", "is_open", "is_private_by_default", "never_held_out"]
    list_editable = ["position", "is_open"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    inlines = [IntakeFieldInline]


class ReleaseInline(admin.TabularInline):
    model = Release
    extra = 1


@admin.register(Product)
class ProductAdmin(OnManyPages):
    list_display = ["name", "position"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ReleaseInline]


@admin.register(Platform)
class PlatformAdmin(OnManyPages):
    prepopulated_fields = {"slug": ["name"]}


def _freshen() -> None:
    transaction.on_commit(lambda: versions.bump("site"))

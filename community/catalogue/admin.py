from django.contrib import admin

from community.catalogue.models import IntakeField, Platform, Product, Release, Topic


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
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position", "is_open"]
    exclude = ["is_private_by_default"]  # offered once asking keeps to it
    list_editable = ["position", "is_open"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    inlines = [IntakeFieldInline]


class ReleaseInline(admin.TabularInline):
    model = Release
    extra = 1


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "position"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [ReleaseInline]


@admin.register(Platform)
class PlatformAdmin(admin.ModelAdmin):
    prepopulated_fields = {"slug": ["name"]}

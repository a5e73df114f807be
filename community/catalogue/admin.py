from django.contrib import admin

from community.catalogue.models import Platform, Product, Release, Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position", "is_open", "is_private_by_default"]
    list_editable = ["position", "is_open"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


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

from django.contrib import admin

from community.api.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    """Keys are made by their members; an administrator sees them and may end them."""

    list_display = ["name", "member", "scope", "start", "created_at", "expires_at", "revoked_at", "last_used_on"]
    list_filter = ["scope"]
    list_select_related = ["member"]
    actions = ["revoke"]

    @admin.action(description="Revoke")
    def revoke(self, request, queryset):
        for key in queryset:
            key.revoke()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

"""What the back office, Django's admin, is made of in every room."""

from django.contrib import admin


class LookUp(admin.ModelAdmin):
    """Rows that are read here and changed elsewhere: a change made here would be no event and make no page fresh."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

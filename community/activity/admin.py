from django.contrib import admin

from community.activity.models import Delivery, Event
from community.lib.back_office import LookUp


@admin.register(Event)
class EventAdmin(LookUp):
    list_display = ["at", "verb", "actor", "subject_type", "subject_id", "topic"]
    list_filter = ["verb"]
    date_hierarchy = "at"
    list_select_related = ["actor", "subject_type", "topic"]


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What readers have not read: parked rows are the ones to look at."""

    list_display = ["event", "reader", "attempts", "due", "parked_at", "error"]
    list_filter = ["reader", ("parked_at", admin.EmptyFieldListFilter)]
    actions = ["release"]
    raw_id_fields = ["event"]

    @admin.action(description="Try again")
    def release(self, request, queryset):
        for delivery in queryset:
            delivery.release()

    def has_add_permission(self, request):
        return False

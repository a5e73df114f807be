from django.contrib import admin

from community.clocks.models import Calendar, Clock, DayOff, ServiceTarget, WorkingWindow
from community.lib.back_office import LookUp


class WindowInline(admin.TabularInline):
    model = WorkingWindow
    extra = 1


class DayOffInline(admin.TabularInline):
    model = DayOff
    extra = 1


@admin.register(Calendar)
class CalendarAdmin(admin.ModelAdmin):
    list_display = ["name", "time_zone"]
    inlines = [WindowInline, DayOffInline]


@admin.register(ServiceTarget)
class ServiceTargetAdmin(admin.ModelAdmin):
    list_display = ["promise", "topic", "minutes", "calendar"]
    list_filter = ["promise"]
    list_select_related = ["topic", "calendar"]


@admin.register(Clock)
class ClockAdmin(LookUp):
    """To look at: a clock is moved by what happens to its question or case."""

    list_display = ["promise", "subject_type", "subject_id", "topic", "due_at", "paused_at", "kept_at", "broken_at"]
    list_filter = ["promise", "topic"]
    list_select_related = ["subject_type", "topic"]
    date_hierarchy = "due_at"

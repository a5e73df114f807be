from django.contrib import admin

from community.clocks.models import Calendar, DayOff, ServiceTarget, WorkingWindow


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

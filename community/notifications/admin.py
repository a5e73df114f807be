from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from community.lib.back_office import LookUp
from community.notifications.models import GuestSubscription, InboundMail, Mail


@admin.register(Mail)
class MailAdmin(LookUp):
    """What left, what waits, what was refused. The words of a mail are for its receiver."""

    list_display = ["to", "subject", "created_at", "sent_at", "attempts", "parked_at", "error"]
    list_filter = [("parked_at", admin.EmptyFieldListFilter), ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to", "message_id"]
    date_hierarchy = "created_at"
    exclude = ["text", "html"]
    actions = ["release"]

    @admin.action(description=_("Try again"))
    def release(self, request, queryset):
        for mail in queryset.parked():
            mail.release()


@admin.register(InboundMail)
class InboundMailAdmin(LookUp):
    """What came in, what became of it, and why. The words of a reply are for who wrote it."""

    list_display = ["sender", "member", "thread", "received_at", "outcome", "why"]
    list_filter = ["outcome", "why"]
    list_select_related = ["member"]
    search_fields = ["sender", "message_id"]
    date_hierarchy = "received_at"
    exclude = ["words"]


@admin.register(GuestSubscription)
class GuestSubscriptionAdmin(LookUp):
    """Addresses without an account, for when somebody asks what is kept about theirs, or wants it gone."""

    list_display = ["email", "subject_type", "subject_id", "created_at", "confirmed_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["subject_type"]
    search_fields = ["email"]
    date_hierarchy = "created_at"
    actions = ["forget"]

    @admin.action(description=_("Delete, with all that was sent to them"))
    def forget(self, request, queryset):
        queryset.delete()

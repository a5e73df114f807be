from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from community.lib.back_office import LookUp
from community.members.models import Expertise, Grant, Member, Organisation, OrganisationMembership, Team

admin.site.unregister(Group)  # a group is a role: there are as many as the house knows, and members have them
admin.site.unregister(UserSession)  # whoever reads a session's key is signed in as its member
admin.site.unregister(Authenticator)


class GrantInline(admin.TabularInline):
    model = Grant
    fk_name = "member"
    extra = 0
    raw_id_fields = ["granted_by", "revoked_by"]


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = [
        "username",
        "full_name",
        "email",
        "rank_name",
        "people_helped",
        "points",
        "is_active",
        "date_joined",
    ]
    list_filter = ["groups", "is_active", "rank_name"]
    search_fields = ["username", "full_name", "email"]
    filter_horizontal = ["groups"]
    readonly_fields = ["date_joined", "last_seen_on", "last_login", "rank_name", "points", "people_helped"]
    inlines = [GrantInline]
    fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "about", "language", "time_zone", "reading"]}),
        (_("Roles"), {"fields": ["groups", "staff_title", "is_superuser", "is_active", "is_automatic"]}),
        (_("Programme"), {"fields": ["rank_name", "points", "people_helped"]}),
        (_("Dates"), {"fields": ["date_joined", "last_seen_on", "last_login"]}),
    ]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.note_roles()


class MembershipInline(admin.TabularInline):
    model = OrganisationMembership
    extra = 1
    raw_id_fields = ["member"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    inlines = [MembershipInline]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["topics", "members"]


@admin.register(Authenticator)
class AuthenticatorAdmin(LookUp):
    """Second factors without their secrets. One is removed for somebody who lost it, after asking who they are."""

    list_display = fields = ["user", "type", "created_at", "last_used_at"]  # type: ignore[assignment]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(Expertise)
class ExpertiseAdmin(LookUp):
    list_display = ["member", "topic", "share", "low", "high", "usual", "right", "wrong", "presence", "counted_at"]
    list_filter = ["topic"]
    list_select_related = ["member", "topic"]
    search_fields = ["member__username"]

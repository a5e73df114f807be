from django import forms
from django.contrib import admin

from advocates.models import PointEntry, PointRule, Rank, RankChange
from community.lib.back_office import LookUp
from community.members.models import Right


class RankForm(forms.ModelForm):
    rights = forms.MultipleChoiceField(choices=Right.choices, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Rank
        fields = ["level", "name", "description", "people_helped", "points", "rights"]


@admin.register(Rank)
class RankAdmin(admin.ModelAdmin):
    """The ladder. Who stands where follows with the next deed of each member, or at once with `rebuild points`."""

    list_display = ["level", "name", "people_helped", "points", "rights"]
    form = RankForm


@admin.register(PointRule)
class PointRuleAdmin(admin.ModelAdmin):
    """A rule that somebody earned points by is not changed any more, only ended: begin a new one."""

    list_display = ["deed", "points", "daily_times", "starts_at", "ends_at"]
    list_filter = ["deed"]

    def get_readonly_fields(self, request, obj=None):
        return ["deed", "points", "daily_times", "starts_at"] if obj and obj.entries.exists() else []

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not obj.entries.exists()


@admin.register(PointEntry)
class PointEntryAdmin(LookUp):
    list_display = ["at", "member", "rule", "points", "topic"]
    list_filter = ["rule__deed", "topic"]
    list_select_related = ["member", "rule", "topic"]
    search_fields = ["member__username"]
    date_hierarchy = "at"


@admin.register(RankChange)
class RankChangeAdmin(LookUp):
    list_display = ["at", "member", "before", "after", "people_helped", "points"]
    list_select_related = ["member", "before", "after"]
    search_fields = ["member__username"]
    date_hierarchy = "at"

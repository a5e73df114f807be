from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from community.members.models import Member


class ProfileForm(forms.ModelForm):
    """What a member says about themselves."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(z, z.replace("_", " ")) for z in sorted(available_timezones())]
    )

    class Meta:
        model = Member
        fields = ["full_name", "about", "language", "time_zone", "reading", "invitations_a_day"]
        labels = {
            "reading": _("From support, you like to read"),
            "invitations_a_day": _("Asked to answer, times a day at most"),
        }

    def save(self, commit=True):
        member = super().save(commit=False)
        member.save(update_fields=self.Meta.fields)
        return member

from django import forms
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Kind, MailPreference, Pace, QuietHours


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MailSettingsForm(forms.Form):
    """One choice for each kind that can be chosen, and quiet hours."""

    quiet_from = forms.TimeField(label=_("From"), required=False, widget=_clock())
    quiet_to = forms.TimeField(
        label=_("To"),
        required=False,
        widget=_clock(),
        help_text=_("Leave both empty for none. They may go across midnight."),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        hours = QuietHours.objects.filter(member=member).first()
        if hours is not None:
            self.initial.update(quiet_from=hours.starts, quiet_to=hours.ends)
        kinds = {
            kind: forms.ChoiceField(label=Kind(kind).label, choices=Pace.choices, initial=pace)
            for kind, pace in MailPreference.choices_of(member).items()
        }
        self.fields = {**kinds, **self.fields}

    @property
    def kinds(self):
        """The fields of the kinds."""
        return [self[name] for name in self.fields if not name.startswith("quiet")]

    def clean(self):
        said = super().clean()
        starts, ends = said.get("quiet_from"), said.get("quiet_to")
        if self.errors.keys() & {"quiet_from", "quiet_to"}:
            return said
        if (starts is None) != (ends is None):
            self.add_error("quiet_to" if ends is None else "quiet_from", _("Say both times, or leave both empty."))
        elif starts is not None and starts == ends:
            self.add_error(
                "quiet_to", _("This is a whole day without mail. Choose another time, or “only in the list”.")
            )
        return said

    def save(self) -> None:
        """Write what has changed."""
        for kind in self.changed_data:
            if kind in Kind.values:
                MailPreference.choose(self.member, kind, self.cleaned_data[kind])
        if {"quiet_from", "quiet_to"} & set(self.changed_data):
            QuietHours.choose(self.member, self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"])


class KeptWordsForm(forms.Form):
    """What somebody wrote in a mail, to be sent to the form of the place where it belongs."""

    body = forms.CharField(label=_("What you wrote"), widget=forms.Textarea(attrs={"rows": 9}))


class SeenForm(forms.Form):
    """The page that a member is looking at."""

    path = forms.CharField(max_length=400)

    def clean_path(self):
        path = self.cleaned_data["path"]
        if not path.startswith("/"):
            raise forms.ValidationError(_("This is no page of ours."))
        return path

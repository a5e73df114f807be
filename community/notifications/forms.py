from django import forms
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Kind, MailPreference


class MailSettingsForm(forms.Form):
    """One choice for each kind of mail that can be chosen."""

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self.member = member
        for kind, pace in MailPreference.choices_of(member).items():
            self.fields[kind] = forms.ChoiceField(
                label=Kind(kind).label, choices=MailPreference.Pace.choices, initial=pace
            )

    def save(self) -> None:
        """Write what has changed."""
        for kind in self.changed_data:
            MailPreference.choose(self.member, kind, self.cleaned_data[kind])


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

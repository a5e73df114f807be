"""What somebody who looks after a thread says of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content.forms import PublicWordsForm
from community.incidents.models import Incident
from forum.models import Question


class ReasonForm(PublicWordsForm):
    """Why somebody who looks after threads changes one."""

    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    reason = forms.CharField(
        label=_("Why?"), max_length=150, required=False, help_text=_("Shown in the history, and to who wrote it.")
    )


class OutcomeForm(PublicWordsForm):
    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Question.Outcome)
    reason = forms.CharField(
        label=_("Why, in words that everybody may read"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You are reminded on this day, and readers see it. Empty: what is usual for such an end."),
    )

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("review_on")
        if day is not None and day <= timezone.localdate():
            self.add_error("review_on", _("Choose a day that is still to come."))
        elif day is None and "outcome" in cleaned:
            cleaned["review_on"] = Question.usual_review(cleaned["outcome"])
        return cleaned


class EscalationForm(forms.Form):
    reason = forms.CharField(
        label=_("What should support know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only staff read this. Private facts belong here, not into the question."),
    )


class IncidentForm(forms.Form):
    incident = forms.ModelChoiceField(label=_("Incident"), queryset=Incident.objects.none())

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = Incident.objects.visible_to(person).open().newest_first()

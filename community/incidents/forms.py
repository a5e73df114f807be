"""Forms for telling everybody that something is broken, and what is known now."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.content.forms import PublicWordsForm
from community.incidents.models import Incident

_MINUTES = [
    ("30", _("in half an hour")),
    ("60", _("in an hour")),
    ("120", _("in two hours")),
    ("240", _("in four hours")),
    ("1440", _("tomorrow")),
    ("", _("we do not say")),
]
_SEVERITIES = [
    (Incident.Severity.MINOR, _("Minor: a few notice it, most things work")),
    (Incident.Severity.MAJOR, _("Major: many cannot do something that matters")),
    (Incident.Severity.CRITICAL, _("Critical: nothing works, or somebody may come to harm")),
]
_QUESTION = re.compile(r"^(?:\S*/questions/)?(\d{1,18})(?:/\S*)?$")


class _Told(PublicWordsForm):
    """What both forms say: words, and when there is more."""

    body = forms.CharField(
        label=_("What we know"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What customers notice, what they can do meanwhile, what you are doing."),
        error_messages={"required": _("Say what is known, even if it is little.")},
    )
    next_update_in = forms.ChoiceField(label=_("Next update"), choices=_MINUTES, required=False, initial="60")

    def next_update_at(self):
        """The moment that was chosen, or None."""
        minutes = self.cleaned_data["next_update_in"]
        return timezone.now() + timedelta(minutes=int(minutes)) if minutes else None


class DeclareForm(_Told):
    """One minute: title, severity, topics, what is known, when there is more."""

    PUBLIC_WORDS: tuple[str, ...] = ("title", "body")

    title = forms.CharField(
        label=_("What is broken"),
        min_length=8,
        max_length=160,
        help_text=_("As customers notice it: “Hubs lose their connection”, not “Broker cluster degraded”."),
        error_messages={"min_length": _("Say a little more: at least eight letters.")},
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=_SEVERITIES, initial=Incident.Severity.MAJOR, widget=forms.RadioSelect
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics that are affected"),
        queryset=Topic.objects.order_by("position", "name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["title", "severity", "topics", "body", "next_update_in"]


class UpdateForm(_Told):
    """What is known now."""

    state = forms.ChoiceField(label=_("State"), choices=Incident.State)
    field_order = ["state", "body", "next_update_in"]


class AttachForm(forms.Form):
    """A question that is about an incident: its number, or its address."""

    question = forms.CharField(label=_("Question: its number or its address"), max_length=400)

    def clean_question(self) -> int:
        found = _QUESTION.match(self.cleaned_data["question"])
        if found is None:
            raise forms.ValidationError(_("Give the number of a question, or copy its address."))
        return int(found[1])

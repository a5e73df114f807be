from django import forms
from django.utils.translation import gettext_lazy as _

from community.moderation.models import Decision, Flag, Reason
from community.moderation.statements import standard_statement


class FlagForm(forms.Form):
    """Why something should not stand here."""

    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Reason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What should a moderator know?"),
        max_length=Flag.LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Say in a few words what is wrong."))
        return cleaned


class DecisionForm(forms.Form):
    """What is done, why, and in which words: to the author, and to everybody."""

    action = forms.ChoiceField(choices=Decision.Action.choices)
    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, required=False)
    statement = forms.CharField(
        label=_("To the author"),
        max_length=Decision.LONGEST_STATEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left empty, the standard words for the reason are sent."),
    )
    public_line = forms.CharField(
        label=_("In the public log"),
        max_length=Decision.LONGEST_LINE,
        required=False,
        help_text=_("No names. Left empty, the reason stands there."),
    )

    def clean(self):
        cleaned = super().clean()
        action, reason = cleaned.get("action"), cleaned.get("reason")
        if action == Decision.Action.KEEP:
            cleaned["reason"], cleaned["statement"] = "", ""
        elif action and not reason:
            self.add_error("reason", _("Choose one of the published reasons."))
        elif action and reason == Reason.OTHER and not cleaned.get("statement"):
            self.add_error("statement", _("Tell the author what is wrong: there are no standard words for this."))
        elif action and not cleaned.get("statement"):
            cleaned["statement"] = standard_statement(reason)
        return cleaned

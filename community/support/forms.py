"""Forms of the desk and of a customer's own cases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.content.forms import PublicWordsForm
from community.support.models import Case, CaseMessage
from community.support.staff import handlers_of


def _words(label, rows: int = 6, help_text="", key: str = ""):
    """A field for what is written; `key` is the key that leads to it."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=CaseMessage.LONGEST,
        widget=forms.Textarea(attrs={"rows": rows} | ({"data-hotkey": key} if key else {})),
        error_messages={"required": _("Write something first.")},
    )


class ReplyForm(forms.Form):
    """What an agent says to the customer; `seen` is the newest message that the agent has on the page."""

    body = _words(_("Reply"), key="r")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Reply to %(name)s") % {"name": case.customer.name}


class NoteForm(forms.Form):
    """What only staff read."""

    body = _words(_("Note for staff"), rows=4, help_text=_("The customer never sees it."), key="n")


class EndForm(PublicWordsForm):
    """How a case ends: the outcome, and why, in words; for everybody where a question is behind it."""

    PUBLIC_WORDS: tuple[str, ...] = ("public_words",)

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("Choose one")), *Case.Outcome.choices],
        widget=forms.Select(attrs={"data-hotkey": "e"}),
    )
    public_words = forms.CharField(
        label=_("In words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        words = self.fields["public_words"]
        if case.is_private:
            words.label = _("In words, for the customer")
            self.PUBLIC_WORDS = ()
        else:
            words.label = _("In words, for everybody")
            words.help_text = _("Stands on the question. Leave out what is private.")
            words.required = True


class HandoffForm(forms.Form):
    """To whom a case goes, and what they have to know."""

    note = _words(_("What they have to know"), rows=5, help_text=_("For staff only. The customer never sees it."))

    def __init__(self, *args, case: Case, giver, **kwargs):
        super().__init__(*args, **kwargs)
        others = handlers_of(case.topic_id).exclude(pk=giver.pk)
        self.fields["receiver"] = forms.ModelChoiceField(
            label=_("Give it to"), queryset=others, empty_label=_("Choose one")
        )
        self.order_fields(["receiver", "note"])


class OwnerForm(forms.Form):
    """Who owns a case from now on, by username."""

    to = forms.CharField(max_length=60)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self._topic = case.topic_id

    def clean_to(self):
        agent = handlers_of(self._topic).filter(username__iexact=self.cleaned_data["to"]).first()
        if agent is None:
            raise forms.ValidationError(_("Nobody of that name can work on this case."))
        return agent


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Case.Priority.choices, coerce=int)


class PrivateCaseForm(forms.Form):
    """A private request."""

    title = forms.CharField(
        label=_("What is it about?"),
        min_length=8,
        max_length=200,
        error_messages={"min_length": _("Say a little more: at least eight letters.")},
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.open_for_questions(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose the topic that fits best.")},
    )
    body = _words(_("Tell us more"), rows=8, help_text=_("What happened, what you tried, what you need."))


class CustomerReplyForm(forms.Form):
    """What a customer says in the private thread."""

    body = _words(_("Your reply"))

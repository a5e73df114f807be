"""Which question asked the same before, and whether it helped."""

import re

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from community.content.forms import PublicWordsForm
from forum.asking.similar import likely_asked_before
from forum.models import Question


class _Suggested(forms.ChoiceField):
    """One of what is suggested; what was suggested a moment ago is taken too."""

    def valid_value(self, value):
        return value.isdecimal()


class DuplicateForm(forms.Form):
    """Which question asked the same before: one of those that are like it, or one by its address, which wins."""

    likely = _Suggested(label=_("Is it one of these?"), required=False, widget=forms.RadioSelect)
    canonical = forms.CharField(
        label=_("The question that has been asked before"),
        max_length=400,
        required=False,
        help_text=_("Its address, or its number."),
    )

    def __init__(self, *args, person, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        self._person = person
        found = likely_asked_before(question, person)
        if found:
            self.fields["likely"].choices = [(each.pk, as_choice(each)) for each in found]
            self.fields["canonical"].label = _("Another one")
        else:
            del self.fields["likely"]

    def clean_canonical(self) -> Question | None:
        """The question at the address, if the person may know of it."""
        said = self.cleaned_data["canonical"].strip()
        number = _number_in(said) if said else None
        found = Question.objects.visible_to(self._person).filter(pk=number).first() if number else None
        if said and found is None:
            raise forms.ValidationError(_("There is no question at this address. Copy it from the browser."))
        return found

    def clean(self):
        said = super().clean()
        if said.get("canonical") is None and "canonical" not in self.errors:
            number = said.get("likely") or 0
            said["canonical"] = Question.objects.visible_to(self._person).filter(pk=number).first()
            if said["canonical"] is None:
                self.add_error("canonical", _("Say which question: choose one, or give its address."))
        return said


class DuplicateConfirmationForm(PublicWordsForm):
    """Whether the question that was asked before solved the asker's own."""

    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    solved = forms.ChoiceField(choices=[("yes", _("Yes, it solved mine")), ("no", _("No, mine is another problem"))])
    reason = forms.CharField(
        label=_("If it did not: what is different?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever linked the two reads this."),
    )

    def clean_solved(self) -> bool:
        return self.cleaned_data["solved"] == "yes"


def as_choice(question: Question) -> str:
    """A question as one of several to choose from."""
    return f"{question.title} · {_('solved')}" if question.is_solved else question.title


def _number_in(address: str) -> int | None:
    """The number of a question in `123`, `/questions/123/…` or a whole address."""
    if address.isdecimal():
        return int(address) if len(address) < 19 else None
    path = re.sub(r"^https?://[^/]+", "", address).split("?")[0].split("#")[0]
    try:
        match = resolve(path if path.endswith("/") else path + "/")
    except Resolver404:
        return None
    return match.kwargs.get("question_id")

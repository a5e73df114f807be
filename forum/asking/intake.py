"""The short form of a topic, as part of the form of a question."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import IntakeField
from forum.models import Question

PREFIX = "intake_"


class Intake:
    """What a topic asks beside the words: `controls` by name for a form, and the answers out of what the form was sent."""

    def __init__(self, topic_id: int | None, question: Question | None = None):
        """What is asked in a topic, and what `question` says already. Two queries at most; none without a topic."""
        self._question = question
        self.before: dict[IntakeField, str] = {}
        asked = list(IntakeField.objects.asked_in(topic_id)) if topic_id is not None else []
        if topic_id is not None and question is not None:
            self.before = {each.field: each.value for each in question.intake_values.in_order()}
        asked += [field for field in self.before if field.topic_id == topic_id and field not in asked]
        self._fields = {f"{PREFIX}{field.pk}": field for field in asked}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the controls, in the order of the form."""
        return tuple(self._fields)

    def controls(self) -> dict[str, forms.Field]:
        """A form field for each line, by its name."""
        return {name: self._control(field) for name, field in self._fields.items()}

    def initial(self) -> dict[str, str]:
        """What the question says now, by the names of the controls."""
        return {f"{PREFIX}{field.pk}": value for field, value in self.before.items()}

    def read(self, sent: Mapping[str, Any]) -> tuple[dict[IntakeField, str], dict[str, ValidationError]]:
        """The answers by field, and by name what does not fit. What `sent` lacks is left to who found out why."""
        answers, refused = {}, {}
        for name, field in self._fields.items():
            if name in sent:
                try:
                    before, may_be_empty = self.before.get(field, ""), not self._must_be_filled_in(field)
                    answers[field] = field.read(str(sent[name]), before=before, may_be_empty=may_be_empty)
                except ValidationError as error:
                    refused[name] = error
        return answers, refused

    def _must_be_filled_in(self, field: IntakeField) -> bool:
        """Who corrects a question is not made to say what its asker was not asked, or did not know."""
        return field.is_required and field.is_asked and (self._question is None or field in self.before)

    def _control(self, field: IntakeField) -> forms.Field:
        said: dict[str, Any] = {
            "label": field.label,
            "help_text": field.help_text,
            "required": self._must_be_filled_in(field),
            "error_messages": {"required": _("Fill this in: people need it to help here.")},
        }
        if field.kind == IntakeField.Kind.CHOICE:
            before = self.before.get(field, "")
            options = dict.fromkeys([*field.options, before] if before else field.options)
            return forms.ChoiceField(choices=[("", _("Choose")), *((each, each) for each in options)], **said)
        # Nothing that a browser remembers from other forms fits here, and a version is not a word.
        attributes = {"autocomplete": "off"}
        if field.kind == IntakeField.Kind.VERSION:
            attributes |= {"spellcheck": "false", "autocapitalize": "off"}
        return forms.CharField(max_length=IntakeField.LONGEST, widget=forms.TextInput(attrs=attributes), **said)


def is_number(text: str) -> bool:
    """Whether what a form was sent can be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 10

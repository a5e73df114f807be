"""Forms of the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.search.permissions import can_say_synonyms


class SynonymsForm(forms.Form):
    """A group of words that mean the same, in one topic or everywhere."""

    words = forms.CharField(
        label=_("Words that mean the same"),
        max_length=500,
        help_text=_("With commas between them, as customers write them: wifi, wlan, wireless."),
    )
    topic = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Everywhere"),
        help_text=_("In one topic, if the words mean something else in others."),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        topics = Topic.objects.order_by("position", "name")
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = topics
        if not can_say_synonyms(person):
            theirs = [topic.pk for topic in topics if can_say_synonyms(person, topic.pk)]
            field.queryset, field.empty_label, field.required = topics.filter(pk__in=theirs), None, True

    def clean_words(self) -> list[str]:
        return self.cleaned_data["words"].split(",")

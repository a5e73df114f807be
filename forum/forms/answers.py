"""Answers and comments, and what people say of an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Release
from community.content.forms import PublicWordsForm
from forum.how_it_went import Went
from forum.models import Answer, Comment, Question


class AnswerForm(PublicWordsForm):
    body = forms.CharField(label=_("Your answer"), max_length=Answer.LONGEST, widget=forms.Textarea(attrs={"rows": 7}))


class AnswerEditForm(AnswerForm):
    PUBLIC_WORDS: tuple[str, ...] = ("body", "reason")

    reason = forms.CharField(
        label=_("What did you change, and why?"), max_length=200, required=False, help_text=_("Shown in the history.")
    )


class CommentForm(PublicWordsForm):
    body = forms.CharField(
        label=_("Your comment"),
        max_length=Comment.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ask for detail or add it. To help with the problem itself, write an answer."),
    )
    asks_for_detail = forms.BooleanField(
        label=_("The question cannot be answered without this"),
        required=False,
        help_text=_("The asker is told, and the promise waits for them."),
    )

    def __init__(self, *args, may_ask_for_detail: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_ask_for_detail:
            del self.fields["asks_for_detail"]


class CommentEditForm(CommentForm):
    PUBLIC_WORDS: tuple[str, ...] = ("body", "reason")

    reason = forms.CharField(
        label=_("What did you change, and why?"), max_length=200, required=False, help_text=_("Shown in the history.")
    )


class ConfirmationForm(forms.Form):
    """Whether an answer worked, and on which version of what the question is about, where that is known."""

    worked = forms.ChoiceField(choices=[("yes", _("It worked for me")), ("no", _("It did not work"))])
    release = forms.ModelChoiceField(
        label=_("On which version?"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=_("I do not know"),
    )

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        releases = Release.objects.filter(product=question.product_id).select_related("product").newest_first()
        if question.product_id is None or not releases:
            del self.fields["release"]
        else:
            self.fields["release"].queryset = releases
            self.fields["release"].label_from_instance = lambda release: release.version

    def clean_worked(self) -> bool:
        return self.cleaned_data["worked"] == "yes"


class FollowUpForm(PublicWordsForm):
    """What the asker says when they are asked whether it helped."""

    PUBLIC_WORDS: tuple[str, ...] = ("words",)

    said = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            (Went.SOLVED.value, _("An answer solved it")),
            (Went.BROKEN.value, _("It is still broken")),
            (Went.OTHERWISE.value, _("It is solved, in another way")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.ModelChoiceField(
        label=_("Which answer solved it?"),
        queryset=Answer.objects.none(),
        required=False,
        empty_label=_("Choose an answer"),
    )
    words = forms.CharField(
        label=_("What happens now, or what solved it?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read it: the next one with this problem will be glad."),
    )

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].queryset = question.answers.shown().select_related("author").best_first()
        self.fields["answer"].label_from_instance = lambda answer: f"{answer.author.name}: {answer.excerpt(70)}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("said") == Went.SOLVED and cleaned.get("answer") is None and "answer" not in self.errors:
            self.add_error("answer", _("Choose the answer that solved it."))
        if cleaned.get("said") == Went.OTHERWISE and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a line what solved it."))
        return cleaned

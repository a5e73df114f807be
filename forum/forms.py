"""What people type into the forum. Cleaning stands here, rules stand on the models."""

import re

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.catalogue.models import Platform, Product, Release, Topic
from community.content.audiences import Audience
from community.content.forms import PublicWordsForm
from community.incidents.models import Incident
from community.members.models import Organisation
from community.members.standing import standing_of
from forum.hints import Hint, hints_for
from forum.intake import PREFIX, Intake
from forum.models import Answer, Comment, Question
from forum.models.intake import product_of, tags_of

MOST_TAGS = 5
_TAG = re.compile(r"^[\w][\w .+#-]{0,34}$")
_EVERYBODY = Audience.PUBLIC.value


class TagsField(forms.CharField):
    """Words between commas, as a sorted list without doubles."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value):
        words = {" ".join(word.lower().split()) for word in super().clean(value).split(",")}
        tags = sorted(words - {""})
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(
                ngettext("At most %d tag, please.", "At most %d tags, please.", MOST_TAGS) % MOST_TAGS
            )
        for tag in tags:
            if not _TAG.match(tag):
                raise forms.ValidationError(
                    _("“%(tag)s” is no tag: use letters and digits, at most 35 of them, with commas between tags.")
                    % {"tag": tag[:40]}
                )
        return tags


class QuestionForm(PublicWordsForm):
    """A question: to ask it, and to edit it. Fields that the catalogue has no rows for are left out.

    What the chosen topic asks as well is part of it, by names that begin with `forum.intake.PREFIX`.
    """

    PUBLIC_WORDS: tuple[str, ...] = ("title", "body")
    PRIVATE_ADDRESS: str = "/cases/new/"

    title = forms.CharField(
        label=_("Your question in one sentence"),
        min_length=Question.SHORTEST_TITLE,
        max_length=200,
        help_text=_("Name the thing and what it does. People decide by this line whether they can help."),
        error_messages={"min_length": _("Say a little more: at least %(limit_value)d characters.")},
    )
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), empty_label=_("Choose a topic"))
    body = forms.CharField(
        label=_("What happens, and what have you tried?"),
        max_length=Question.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_("Up to five words, with commas between them: router, night, 5 ghz."),
    )
    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.all(), required=False)
    release = forms.ModelChoiceField(
        label=_("Version"), queryset=Release.objects.select_related("product"), required=False
    )
    platform = forms.ModelChoiceField(label=_("Used on or with"), queryset=Platform.objects.all(), required=False)
    audience = forms.ChoiceField(label=_("Who may see it"), required=False)

    def __init__(self, *args, member, question: Question | None = None, **kwargs):
        if question is not None:
            kwargs.setdefault("initial", _as_initial(question))
        super().__init__(*args, **kwargs)
        topics = Topic.objects.open_for_questions()
        if question is not None:
            topics = topics | Topic.objects.filter(pk=question.topic_id)
        self.fields["topic"].queryset = topics
        for name in ("product", "release", "platform"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]
        self._offer_audiences(member, question)
        self._ask_what_the_topic_asks(question)

    def clean(self):
        cleaned = super().clean()
        self.intake, refused = self._intake.read(cleaned)
        for name, error in refused.items():
            self.add_error(name, error)
        product, release = cleaned.get("product"), cleaned.get("release")
        if release is not None and product is not None and release.product_id != product.pk:
            self.add_error("release", _("This is a version of another product."))
        elif release is not None:
            cleaned["product"] = release.product
        return cleaned

    def columns(self) -> dict:
        """What `Question.ask` and `edit` take, without title, body, topic, tags and intake.

        A version in the form of the topic says which product and release it is about, unless another product was chosen.
        """
        columns = {name: self.cleaned_data[name] for name in ("product", "release", "platform") if name in self.fields}
        told = product_of(self.intake)
        if told and columns.get("product") in (None, told["product"]):
            columns |= told
        if "audience" in self.fields:
            chosen = self.cleaned_data["audience"] or _EVERYBODY
            if chosen == _EVERYBODY:
                columns |= {"audience": Audience.PUBLIC, "organisation": None}
            else:
                columns |= {"audience": Audience.ORGANISATION, "organisation": self._organisations[int(chosen)]}
        return columns

    @property
    def hints(self) -> list[Hint]:
        """What would make it easier to answer, as it stands."""
        return hints_for(str(self["title"].value() or ""), str(self["body"].value() or ""))

    @property
    def intake_lines(self) -> list[forms.BoundField]:
        """What the topic asks, to be shown."""
        return [self[name] for name in self._intake.names]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was filled in for another topic, by name: kept in the page until it is sent, for who comes back to it."""
        sent = self.data if self.is_bound else self.initial
        return [(name, sent[name]) for name in sent if name.startswith(PREFIX) and name not in self.fields]

    def _ask_what_the_topic_asks(self, question: Question | None) -> None:
        self._intake = Intake(self._chosen_topic(), question)
        self.fields |= self._intake.controls()
        self.initial = self._intake.initial() | dict(self.initial)
        self.PUBLIC_WORDS = (*self.PUBLIC_WORDS, *self._intake.names)

    def _chosen_topic(self) -> int | None:
        """The number of the topic, as far as one was chosen. Whether it can be is decided when the form is sent."""
        chosen = str(self["topic"].value() or "")
        return int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else None

    def _offer_audiences(self, member, question: Question | None) -> None:
        """A member of customer companies may ask there alone. An edit leaves the audience as it is."""
        mine = standing_of(member).organisations
        self._organisations = Organisation.objects.in_bulk(sorted(mine)) if mine and question is None else {}
        if not self._organisations:
            del self.fields["audience"]
            return
        self.fields["audience"].choices = [
            (_EVERYBODY, _("Everybody")),
            *((str(pk), _("Only people of %s, and staff") % each.name) for pk, each in self._organisations.items()),
        ]


class QuestionEditForm(QuestionForm):
    """An edit says why, when it is not one's own question."""

    PUBLIC_WORDS: tuple[str, ...] = ("title", "body", "reason")
    PRIVATE_ADDRESS: str = ""

    reason = forms.CharField(
        label=_("What did you change, and why?"), max_length=200, required=False, help_text=_("Shown in the history.")
    )


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


class OutcomeForm(PublicWordsForm):
    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Question.Outcome)
    reason = forms.CharField(
        label=_("Why, in words that everybody may read"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EscalationForm(forms.Form):
    reason = forms.CharField(
        label=_("What should support know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only staff read this. Private facts belong here, not into the question."),
    )


class DuplicateForm(forms.Form):
    canonical = forms.CharField(
        label=_("The question that has been asked before"),
        max_length=400,
        help_text=_("Its address, or its number."),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_canonical(self) -> Question:
        """The question at the address, if the person may know of it."""
        number = _number_in(self.cleaned_data["canonical"].strip())
        found = Question.objects.visible_to(self._person).filter(pk=number).first() if number else None
        if found is None:
            raise forms.ValidationError(_("There is no question at this address. Copy it from the browser."))
        return found


class IncidentForm(forms.Form):
    incident = forms.ModelChoiceField(label=_("Incident"), queryset=Incident.objects.none())

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = Incident.objects.visible_to(person).open().newest_first()


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


def _as_initial(question: Question) -> dict:
    made = tags_of({each.field: each.value for each in question.intake_values.in_order()})
    return {
        "title": question.title,
        "topic": question.topic_id,
        "body": question.body,
        "tags": sorted({*question.tags.names()} - made),
        "product": question.product_id,
        "release": question.release_id,
        "platform": question.platform_id,
    }

"""What people type into the forum. Cleaning stands here, rules stand on the models."""

import re

from django import forms
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.catalogue.models import Platform, Product, Release, Topic
from community.content.audiences import Audience
from community.content.forms import PublicWordsForm
from community.incidents.models import Incident
from community.members.models import Organisation
from community.members.standing import standing_of
from forum.models import Answer, Comment, Question
from forum.permissions import can_post
from forum.similar import likely_asked_before

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
    """A question: to ask it, and to edit it. Fields that the catalogue has no rows for are left out."""

    PUBLIC_WORDS: tuple[str, ...] = ("title", "body")
    PRIVATE_ADDRESS: str = "/cases/new/"

    kind = forms.ChoiceField(
        label=_("What is it?"), required=False, initial=Question.Kind.QUESTION, widget=forms.RadioSelect
    )
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
        self._offer_kinds(member, question)
        self._offer_audiences(member, question)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Question.Kind.QUESTION

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("audience") in self._for_announcements and cleaned.get("kind") != Question.Kind.ANNOUNCEMENT:
            self.add_error("audience", _("Only an announcement can be for these people alone."))
        product, release = cleaned.get("product"), cleaned.get("release")
        if release is not None and product is not None and release.product_id != product.pk:
            self.add_error("release", _("This is a version of another product."))
        elif release is not None:
            cleaned["product"] = release.product
        return cleaned

    def columns(self) -> dict:
        """What `Question.ask` and `edit` take, without title, body, topic and tags."""
        names = ("kind", "product", "release", "platform")
        columns = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if "audience" in self.fields:
            chosen = self.cleaned_data["audience"] or _EVERYBODY
            if chosen in Audience.values:
                columns |= {"audience": chosen, "organisation": None}
            else:
                columns |= {"audience": Audience.ORGANISATION, "organisation": self._organisations[int(chosen)]}
        return columns

    def _offer_kinds(self, member, question: Question | None) -> None:
        """Everybody may begin a discussion, staff may announce. An edit leaves the kind as it is."""
        if question is not None:
            del self.fields["kind"]
            return
        kinds = [(Question.Kind.QUESTION, _("A question")), (Question.Kind.DISCUSSION, _("A discussion: open talk"))]
        if can_post(member, Question.Kind.ANNOUNCEMENT):
            kinds.append((Question.Kind.ANNOUNCEMENT, _("An announcement: news from us")))
        self.fields["kind"].choices = kinds

    def _offer_audiences(self, member, question: Question | None) -> None:
        """A member of customer companies may ask there alone; who announces chooses freely. An edit changes nothing."""
        mine = standing_of(member).organisations if question is None else frozenset()
        announces = question is None and can_post(member, Question.Kind.ANNOUNCEMENT)
        offered = Organisation.objects.all() if announces else Organisation.objects.filter(pk__in=mine)
        self._organisations = {each.pk: each for each in offered.order_by("name")} if announces or mine else {}
        self._for_announcements = {str(pk) for pk in self._organisations if pk not in mine}
        groups = []
        if announces:
            groups = [(Audience.ADVOCATES.value, _("Advocates and staff")), (Audience.STAFF.value, _("Staff only"))]
            self._for_announcements |= {value for value, _label in groups}
        if not self._organisations and not groups:
            del self.fields["audience"]
            return
        self.fields["audience"].choices = [
            (_EVERYBODY, _("Everybody")),
            *groups,
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


class ReasonForm(PublicWordsForm):
    """Why somebody who looks after threads changes one."""

    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    reason = forms.CharField(
        label=_("Why?"), max_length=150, required=False, help_text=_("Shown in the history, and to who wrote it.")
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


class FollowUpForm(PublicWordsForm):
    """What the asker says when they are asked whether it helped."""

    PUBLIC_WORDS: tuple[str, ...] = ("words",)
    SOLVED, BROKEN, OTHERWISE = "solved", "broken", "otherwise"

    said = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            (SOLVED, _("An answer solved it")),
            (BROKEN, _("It is still broken")),
            (OTHERWISE, _("It is solved, in another way")),
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
        if cleaned.get("said") == self.SOLVED and cleaned.get("answer") is None and "answer" not in self.errors:
            self.add_error("answer", _("Choose the answer that solved it."))
        if cleaned.get("said") == self.OTHERWISE and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a line what solved it."))
        return cleaned


class EscalationForm(forms.Form):
    reason = forms.CharField(
        label=_("What should support know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only staff read this. Private facts belong here, not into the question."),
    )


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
            self.fields["likely"].choices = [(each.pk, _as_choice(each)) for each in found]
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


class IncidentForm(forms.Form):
    incident = forms.ModelChoiceField(label=_("Incident"), queryset=Incident.objects.none())

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = Incident.objects.visible_to(person).open().newest_first()


def _as_choice(question: Question) -> str:
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


def _as_initial(question: Question) -> dict:
    return {
        "title": question.title,
        "topic": question.topic_id,
        "body": question.body,
        "tags": sorted(question.tags.names()),
        "product": question.product_id,
        "release": question.release_id,
        "platform": question.platform_id,
    }


class FollowByMailForm(forms.Form):
    """The address to which answers go."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

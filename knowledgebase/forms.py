"""Forms of the editors."""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Platform, Product, Release, Topic
from community.content.audiences import Audience
from community.content.forms import PublicWordsForm
from community.members.standing import standing_of
from knowledgebase.conditions import check_conditions
from knowledgebase.drafting import MOST_QUESTIONS, threads_at
from knowledgebase.finding import find_article
from knowledgebase.models import Article, Asking, GoLink, HelpfulVote, Recheck, Revision, Section
from knowledgebase.models.asking import LONGEST_CHOICE, LONGEST_QUESTION, MOST_ANSWERS, MOST_CHOICES
from knowledgebase.models.reader import LONGEST_COMMENT


class WordsForm(PublicWordsForm):
    """What a revision says. `seen` is the revision that the writer began with."""

    PUBLIC_WORDS: tuple[str, ...] = ("title", "summary", "steps", "body", "comment")

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("As customers say it: what they see, what they want. Not how we call it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    summary = forms.CharField(
        label=_("In short"),
        max_length=500,
        required=False,
        help_text=_("One or two sentences that say whether a reader is right here, and what will help."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    steps = forms.CharField(
        label=_("What to do"),
        max_length=30_000,
        required=False,
        help_text=_("Just the steps, in order: who knows the problem reads only this."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    body = forms.CharField(
        label=_("The whole story"),
        max_length=60_000,
        required=False,
        help_text=_("How one notices it, why it happens, what else there is to know. Headings become the contents."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    comment = forms.CharField(
        label=_("What did you change, and why?"), max_length=200, required=False, help_text=_("For the history.")
    )
    significance = forms.ChoiceField(
        label=_("How much does it change?"),
        choices=Revision.Significance.choices,
        initial=Revision.Significance.MEDIUM,
    )
    tells = forms.BooleanField(
        label=_("Tell those who asked about it"),
        required=False,
        help_text=_("Of a major change alone. The first publication tells them in any case."),
    )
    caught_up = forms.BooleanField(
        label=_("It says what the original says now"),
        required=False,
        initial=True,
        help_text=_("Take the tick away while something of the original is missing: readers are told so."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """An article says something: what to do, the whole story, or both."""
        cleaned = super().clean()
        if not (cleaned.get("steps", "").strip() or cleaned.get("body", "").strip()) and not self.errors:
            self.add_error("steps", _("Write what to do, the whole story, or both."))
        for name in ("steps", "body"):
            try:
                check_conditions(cleaned.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    @classmethod
    def for_revision(cls, revision: Revision, data=None) -> "WordsForm":
        """The form filled with what a revision says."""
        words = {name: getattr(revision, name) for name in ("title", "summary", "steps", "body")}
        unfinished = (
            {}
            if revision.is_approved
            else {"comment": revision.comment, "significance": revision.significance, "tells": revision.tells}
        )
        return cls(data, initial=words | unfinished | {"seen": revision.number})

    def words(self) -> dict:
        """What `Article.revise` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "caught_up"}

    def based_on(self, article: Article) -> Revision | None:
        """The revision of the original that a translation says the same as from now on; None if that is not said."""
        return article.original.current if article.is_translation and self.cleaned_data["caught_up"] else None

    def first_words(self) -> dict:
        """What `Article.draft` takes."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "steps", "body", "comment")}


class SolvedQuestionsForm(forms.Form):
    """Which solved questions a draft is made of, by their addresses."""

    addresses = forms.CharField(
        label=_("Addresses of solved questions"),
        max_length=8_000,
        help_text=_("One a line, about the same thing. The first one gives the title. Only public questions are used."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_addresses(self):
        """The threads at the addresses. Names the first address at which there is no solved question for everybody."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        return threads_at(lines[:MOST_QUESTIONS])


class SourcesForm(forms.Form):
    """Which sources the next revision still quotes."""

    keep = forms.MultipleChoiceField(
        label=_("Sources"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Take the tick away from a post of which nothing is left in the article. Its author is thanked no more."
        ),
    )

    def __init__(self, revision: Revision, credit, data=None):
        super().__init__(data, initial={"keep": [str(n) for n in range(len(credit.posts))]})
        self._revision, self._credit = revision, credit
        self.fields["keep"].choices = [(str(n), post) for n, post in enumerate(credit.posts)]

    def sources(self) -> list:
        """The sources of the posts that were kept. Call when valid."""
        kept = {self._credit.posts[int(n)].key for n in self.cleaned_data["keep"]}
        return [source for source in self._revision.sources.select_related("post_revision") if source.post_key in kept]


class FilingForm(forms.ModelForm):
    """Where an article stands, for whom, and what it applies to."""

    class Meta:
        model = Article
        fields = ["section", "topic", "language", "audience", "products", "releases", "platforms"]
        widgets = {
            "products": forms.CheckboxSelectMultiple,
            "releases": forms.CheckboxSelectMultiple,
            "platforms": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "releases": _("Leave empty if it holds for every release."),
            "audience": _("Who may read it. What quotes a private thread stays with those who may read that thread."),
        }

    def __init__(self, person, data=None, *, instance: Article | None = None):
        super().__init__(data, instance=instance, initial=None if instance else {"language": settings.LANGUAGE_CODE})
        self.fields["topic"].queryset = topics_for(person)
        self.fields["section"].queryset = Section.objects.all()
        self.fields["section"].empty_label = self.fields["topic"].empty_label = _("Choose one")
        self.fields["releases"].queryset = Release.objects.select_related("product")
        if instance is not None and instance.is_translation:
            del self.fields["language"]
        for name, rows in (("products", Product), ("releases", Release), ("platforms", Platform)):
            if not rows.objects.exists():
                del self.fields[name]
        self.fields["audience"].choices = [
            (value, label)
            for value, label in Audience.choices
            if value != Audience.ORGANISATION or (instance and instance.audience == Audience.ORGANISATION)
        ]

    @property
    def releases_by_product(self) -> list[dict]:
        """The boxes of the releases below their products, the newest first, with whether one of them is ticked. One query."""
        groups: dict[str, dict] = {}
        for box in self["releases"]:
            release = box.data["value"].instance
            group = groups.setdefault(
                release.product.name, {"title": release.product.name, "boxes": [], "is_used": False}
            )
            group["boxes"].append((box, release.version))
            group["is_used"] |= box.data["selected"]
        return list(groups.values())

    def filed(self) -> dict:
        """What `Article.draft` and `Article.file_under` take."""
        return dict(self.cleaned_data)


class ScheduleForm(forms.Form):
    """When readers are to see what was approved."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.DateTimeField(
        label=_("Publish at"),
        help_text=_("In your time zone. You approve it now; readers see it then."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


class FoundForm(forms.Form):
    """What is wrong with an article."""

    state = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[(state.value, state.label) for state in (Recheck.State.NEEDS_EDIT, Recheck.State.OBSOLETE)],
    )
    reason = forms.CharField(label=_("What does not hold any more?"), max_length=300)


class AddressForm(forms.Form):
    """Another address for an article."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("The end of the link. Former addresses keep working: they lead here."),
    )


class PinForm(forms.ModelForm):
    """Which links inside the product lead to an article."""

    article = forms.CharField(
        label=_("Article"),
        max_length=300,
        help_text=_("Its address, such as /kb/set-the-channel/. Everybody must be able to read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = GoLink
        fields = ["topic", "product", "since", "until", "language"]
        help_texts = {
            "topic": _("The last part of a topic's address, or a word of the product's own, such as pairing.")
        }

    def __init__(self, person, data=None, *, initial: dict[str, str]):
        product = Product.objects.filter(slug=initial["product"]).first() if initial["product"] else None
        super().__init__(data, initial=initial | {"product": product})
        self._person = person
        self.fields["product"].empty_label = _("Any product")
        self.fields["language"].choices = [("", _("Any language")), *settings.LANGUAGES]

    def clean_article(self) -> Article:
        """The article that the address, or the end of it, names."""
        return _named(self.cleaned_data["article"], self._person)

    def _post_clean(self):
        """The verb checks what is pinned; the row is no part of this form."""


class OriginalForm(forms.Form):
    """Which article another one translates."""

    original = forms.CharField(max_length=300)

    def __init__(self, person, data=None):
        super().__init__(data)
        self._person = person

    def clean_original(self) -> Article:
        """The article that the address, or the end of it, names."""
        return _named(self.cleaned_data["original"], self._person)


class ToTranslateForm(forms.Form):
    """What of all that is not there in a language somebody looks for."""

    q = forms.CharField(label=_("Words of the title"), max_length=100, required=False)
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), required=False, empty_label=_("All sections"), to_field_name="slug"
    )

    def narrowed(self, articles):
        """Those that are meant; all of them where the form says nothing, or nonsense."""
        said = self.cleaned_data if self.is_valid() else {}
        for word in said.get("q", "").split()[:6]:
            articles = articles.filter(title__icontains=word)
        return articles.filter(section=said["section"]) if said.get("section") else articles


class ReasonForm(forms.Form):
    """Why a revision goes back to its author."""

    reason = forms.CharField(
        label=_("What has to change before it can be published?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewCommentForm(forms.Form):
    """A remark to author and reviewers."""

    body = forms.CharField(label=_("Remark"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


def topics_for(person):
    """Topics about which `person` may write."""
    standing = standing_of(person)
    rights = {"propose-articles", "review-articles"}
    if any(standing.holds(right) for right in rights):
        return Topic.objects.all()
    return Topic.objects.filter(pk__in={topic for right, topic in standing.grants if right in rights and topic})


class StaysForm(forms.Form):
    """Why an article stays as it is although a source has changed."""

    reason = forms.CharField(label=_("Why does the article stay as it is?"), max_length=300)


class WhyNotForm(forms.Form):
    """Why an article did not help: a reason, a sentence, or both."""

    reason = forms.ChoiceField(
        label=_("What was wrong?"),
        choices=HelpfulVote.Reason.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("What should be different?"),
        max_length=LONGEST_COMMENT,
        required=False,
        help_text=_("Only editors read this. Leave out names, addresses and numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned["reason"] or cleaned["comment"].strip()):
            raise forms.ValidationError(_("Choose a reason, or write a sentence."))
        return cleaned


class AskingForm(PublicWordsForm):
    """What readers of an article are asked, and until when."""

    PUBLIC_WORDS = ("text", "choices")
    USUAL_DAYS, USUAL_ANSWERS = 30, 100

    text = forms.CharField(
        label=_("Question"),
        max_length=LONGEST_QUESTION,
        help_text=_("One that a reader answers without thinking long, such as “Was step 4 clear?”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=MOST_CHOICES * (LONGEST_CHOICE + 2),
        help_text=_(
            "One a line; readers choose one and may add a sentence. Without any, they answer in their own words."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    enough = forms.IntegerField(label=_("Answers that are enough"), required=False, min_value=1, max_value=MOST_ANSWERS)

    def __init__(self, data=None):
        last_day = timezone.localdate() + timedelta(days=self.USUAL_DAYS)
        super().__init__(data, initial={"last_day": last_day, "enough": self.USUAL_ANSWERS})

    def asked(self) -> dict:
        """What `Article.ask_readers` takes. Call when valid."""
        said = self.cleaned_data
        last_day = said["last_day"]
        over = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min)) if last_day else None
        choices = [line for line in said["choices"].splitlines() if line.strip()]
        return {"text": said["text"], "choices": choices, "ends_at": over, "enough": said["enough"]}


class ReaderAnswerForm(forms.Form):
    """What a reader answers: a choice and a sentence if they like, or a sentence."""

    choice = forms.ChoiceField(widget=forms.RadioSelect)
    words = forms.CharField(max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, asking: Asking, data=None):
        super().__init__(data, auto_id="asking_%s")
        self.fields["words"].help_text = _("Only editors read this. Leave out names, addresses and numbers.")
        if asking.choices:
            self.fields["choice"].label = asking.text
            self.fields["choice"].choices = [(choice, choice) for choice in asking.choices]
            self.fields["words"].label, self.fields["words"].required = _("Anything to add?"), False
            self.fields["words"].widget.attrs["rows"] = 2
        else:
            self.fields["words"].label = asking.text
            del self.fields["choice"]


def _named(text: str, person) -> Article:
    """The article that an address, or the end of it, names. Raises a ValidationError of forms."""
    slug = text.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    try:
        return find_article(person, slug)
    except Http404 as error:
        raise forms.ValidationError(_("There is no article at this address, or it was taken away.")) from error

"""A question: to ask it and to edit it, with what its topic asks."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.catalogue.models import Platform, Product, Release, Topic
from community.content.audiences import Audience
from community.content.forms import PublicWordsForm
from community.members.models import Organisation
from community.members.standing import standing_of
from forum.asking import told
from forum.asking.hints import Hint, hints_for
from forum.asking.intake import PREFIX, Intake, is_number
from forum.asking.privately import private_topics, stays_private
from forum.models import Question
from forum.models.intake import product_of, tags_of
from forum.permissions import can_post
from knowledgebase.models import Article

MOST_TAGS = 5
_TAG = re.compile(r"^[\w][\w .+#-]{0,34}$")
_EVERYBODY = Audience.PUBLIC.value
# Labels and help of the form, for what is no question.
_WORDS_FOR_TALK: dict[str, dict[str, tuple[Any, Any]]] = {
    Question.Kind.DISCUSSION: {
        "title": (_("What is it about, in one line?"), _("People decide by this line whether they join in.")),
        "body": (_("What would you like to talk about?"), ""),
    },
    Question.Kind.ANNOUNCEMENT: {
        "title": (_("The news in one line"), _("It stands in lists and mails: say what changes, and for whom.")),
        "body": (_("What is new, and what should people do?"), ""),
    },
}


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

    What the chosen topic asks as well is part of it, by names that begin with `forum.asking.intake.PREFIX`.
    """

    PUBLIC_WORDS: tuple[str, ...] = ("title", "body", "page", "version")
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
    page = forms.CharField(
        label=_("The page where it happens"),
        max_length=told.LONGEST_PAGE,
        required=False,
        help_text=_("It stands in your question, for everybody to read. Change it, or empty it to leave it out."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    version = forms.CharField(
        label=_("The version you use"),
        max_length=told.LONGEST_VERSION,
        required=False,
        help_text=_("It stands in your question as well."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
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
    # The address of what they read before, and were not helped by. What it is not any more is left out.
    article = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, member, question: Question | None = None, **kwargs):
        if question is not None:
            kwargs.setdefault("initial", _as_initial(question))
        super().__init__(*args, **kwargs)
        topics = Topic.objects.open_for_questions()
        if question is not None:  # what has been public is not moved to where all is private
            topics = topics.filter(is_private_by_default=False) | Topic.objects.filter(pk=question.topic_id)
        self.fields["topic"].queryset = topics
        self._say_what_is_private(question)
        for name in {"product", "release", "platform"} - self._of_which_there_are_any("product", "release", "platform"):
            del self.fields[name]
        self._offer_kinds(member, question)
        self._offer_audiences(member, question)
        if question is not None:  # it became a part of the words
            del self.fields["page"], self.fields["version"], self.fields["article"]
        self.question = question
        self._member = member
        self._name_what_it_is()
        self._ask_what_the_topic_asks()

    def _of_which_there_are_any(self, *names: str) -> set[str]:
        """Which of these fields have something to choose. One query."""
        parts = [
            self.fields[name].queryset.order_by().annotate(which=Value(name)).values_list("which", flat=True)[:1]
            for name in names
        ]
        return set(parts[0].union(*parts[1:]))

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Question.Kind.QUESTION

    def clean_article(self) -> Article | None:
        return self._article(self.cleaned_data["article"])

    def clean(self):
        if stays_private(self.cleaned_data.get("topic"), self.cleaned_data.get("kind", "")):
            self.PUBLIC_WORDS = ()  # staff alone read it: there the facts may belong
        cleaned = super().clean()
        self._write_what_was_told(cleaned)
        if cleaned.get("audience") in self._for_announcements and cleaned.get("kind") != Question.Kind.ANNOUNCEMENT:
            self.add_error("audience", _("Only an announcement can be for these people alone."))
        self.intake, refused = self._intake.read(cleaned)
        for name, error in refused.items():
            self.add_error(name, error)
        product, release = cleaned.get("product"), cleaned.get("release")
        if release is not None and product is not None and release.product_id != product.pk:
            self.add_error("release", _("This is a version of another product."))
        elif release is not None:
            cleaned["product"] = release.product
        return cleaned

    def _write_what_was_told(self, cleaned: dict) -> None:
        """The page and the version become the end of the question."""
        lines = told.lines_of(cleaned)
        if not lines or "body" not in cleaned:
            return
        if len(cleaned["body"]) + len(lines) > Question.LONGEST:
            self.add_error("body", _("With the page and the version it is too long. Shorten it, or empty these."))
        else:
            cleaned["body"] += lines

    def columns(self) -> dict:
        """What `Question.ask` and `edit` take, without title, body, topic, tags and intake.

        A version in the form of the topic says which product and release it is about, unless another product was chosen.
        """
        names = ("kind", "product", "release", "platform")
        columns = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if self.cleaned_data.get("article"):
            columns["after_article"] = self.cleaned_data["article"]
        told = product_of(self.intake)
        if told and columns.get("product") in (None, told["product"]):
            columns |= told
        if "audience" in self.fields:
            chosen = self.cleaned_data["audience"] or _EVERYBODY
            if chosen in Audience.values:
                columns |= {"audience": chosen, "organisation": None}
            else:
                columns |= {"audience": Audience.ORGANISATION, "organisation": self._organisations[int(chosen)]}
        return columns

    def take_up(self, typed: Mapping[str, str | list[str]]) -> None:
        """Ask what belongs to the topic and kind that somebody had chosen, before their draft is filled in. Two queries."""
        asked = {name: typed[name] for name in typed if name.startswith(PREFIX) or name in ("topic", "kind")}
        self.initial = dict(self.initial) | asked
        self._name_what_it_is()
        self._ask_what_the_topic_asks()

    @property
    def chosen_kind(self) -> str:
        """What it is, or is about to be, as far as that was chosen."""
        if self.question is not None:
            return self.question.kind
        chosen = str(self._said("kind") or "")
        return chosen if chosen in Question.Kind.values else Question.Kind.QUESTION

    @property
    def read_before(self) -> Article | None:
        """The article that they read and come from, if they may see it. One query if there is one."""
        return self._article(str(self["article"].value() or "")) if "article" in self.fields else None

    @property
    def begins_private(self) -> bool:
        """Whether what is asked in the chosen topic stays private."""
        chosen = str(self._said("topic") or "")
        return any(chosen == str(topic.pk) for topic in self.private_topics)

    @property
    def hints(self) -> list[Hint]:
        """What would make it easier to answer, as it stands."""
        if self.chosen_kind != Question.Kind.QUESTION:
            return []
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

    def _article(self, slug: str) -> Article | None:
        found = Article.objects.visible_to(self._member).published().filter(slug=slug.replace("\0", ""))
        return found.first() if slug else None

    def _said(self, name: str) -> Any:
        """What stands in a field. Unlike `self[name].value()`, which remembers it, before a draft is taken up and after."""
        return self.data.get(name) if self.is_bound else self.get_initial_for_field(self.fields[name], name)

    def _name_what_it_is(self) -> None:
        """Talk is not asked what happens and what was tried."""
        for name, (label, help_text) in _WORDS_FOR_TALK.get(self.chosen_kind, {}).items():
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def _ask_what_the_topic_asks(self) -> None:
        self._intake = Intake(self._chosen_topic(), self.question)
        self.fields = {name: field for name, field in self.fields.items() if not name.startswith(PREFIX)}
        self.fields |= self._intake.controls()
        self.initial = self._intake.initial() | dict(self.initial)
        self.PUBLIC_WORDS = (*type(self).PUBLIC_WORDS, *self._intake.names)

    def _chosen_topic(self) -> int | None:
        """The number of the topic whose form is to be filled in, as far as one was chosen; None for talk.

        Whether it can be chosen is decided when the form is sent.
        """
        if self.chosen_kind != Question.Kind.QUESTION:
            return None
        chosen = str(self._said("topic") or "")
        return int(chosen) if is_number(chosen) else None

    def _say_what_is_private(self, question: Question | None) -> None:
        """Before anybody types: `private_topics`, and their names in the list."""
        self.private_topics = private_topics() if question is None else []
        private = {topic.pk for topic in self.private_topics}
        self.fields["topic"].label_from_instance = lambda topic: (
            f"{topic.name} ({_('private')})" if topic.pk in private else topic.name
        )

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

"""What people type who move, merge and split threads. Each says why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.content.forms import PublicWordsForm
from forum.forms.duplicates import DuplicateForm, as_choice
from forum.forms.questions import TagsField
from forum.models import Answer, Comment, Question
from forum.models.split import may_be_asked_by

_OTHERS_SHOWN = 5  # questions by the same asker, where one looks for what they asked twice
_SHOWN = 70  # characters of a post, where one chooses among posts
ME = "me"


class WhyForm(PublicWordsForm):
    """Why; one's own question may be moved without a word."""

    PUBLIC_WORDS: tuple[str, ...] = ("reason",)

    reason = forms.CharField(
        label=_("Why?"),
        max_length=180,
        help_text=_("Stands in the history, and everybody whose words it is about reads it."),
        error_messages={"required": _("Say why, in a few words.")},
    )

    def __init__(self, *args, is_own: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_own


class MoveForm(WhyForm):
    """Into which topic. Those in which nothing stands in public are not offered."""

    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), empty_label=_("Choose a topic"), to_field_name="slug"
    )

    field_order = ("topic", "reason")

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = public_topics().exclude(pk=question.topic_id)


class TagsForm(WhyForm):
    """Which tags, from now on."""

    tags = TagsField(
        label=_("Tags"),
        required=False,
        help_text=_("Up to five words, with commas between them: router, night, 5 ghz."),
    )

    field_order = ("tags", "reason")


class MergeForm(DuplicateForm, WhyForm):
    """Into which question: one by the same asker, one that is like it, or one by its address, which wins."""

    field_order = ("likely", "canonical", "reason")

    def __init__(self, *args, person, question: Question, **kwargs):
        super().__init__(*args, person=person, question=question, **kwargs)
        same = Question.objects.visible_to(person).filter(author=question.author, duplicate_of=None)
        likely = self.fields.get("likely")
        choices = dict(likely.choices) if likely is not None else {}
        for each in same.exclude(pk=question.pk).newest_first()[:_OTHERS_SHOWN]:
            choices[each.pk] = f"{as_choice(each)} · {_('by the same asker')}"
        if choices and likely is not None:
            likely.choices = list(choices.items())
        elif choices:
            self.fields["likely"] = forms.ChoiceField(
                label=_("Is it one of these?"), choices=list(choices.items()), required=False, widget=forms.RadioSelect
            )
            self.order_fields(self.field_order)
        self.fields["canonical"].label = _("Another one") if choices else _("The question that it becomes a part of")


class SplitForm(WhyForm):
    """Which answers go, who asks there, and how the new question is called."""

    PUBLIC_WORDS: tuple[str, ...] = ("title", "words", "reason")

    asks = forms.ChoiceField(
        label=_("Who asks something else?"),
        widget=forms.RadioSelect,
        help_text=_("Its author asks the new question, in these words, and can accept an answer."),
        error_messages={"required": _("Choose who asks, or ask in your own words.")},
    )
    words = forms.CharField(
        label=_("Your own words"),
        max_length=Question.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where you ask yourself."),
    )
    answers = forms.ModelMultipleChoiceField(
        label=_("Which answers belong to it?"),
        queryset=Answer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They take their comments along."),
    )
    title = forms.CharField(
        label=_("The new question in one sentence"), min_length=Question.SHORTEST_TITLE, max_length=200
    )
    topic = forms.ModelChoiceField(label=_("Its topic"), queryset=Topic.objects.none(), empty_label=None)

    field_order = ("asks", "words", "answers", "title", "topic", "reason")

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        answers = may_be_asked_by(question, Answer).exclude(pk=question.solution_id).select_related("author")
        comments = may_be_asked_by(question, Comment).select_related("author")
        self._posts = {
            **{f"answer-{post.pk}": post for post in answers.filter(endorsed_at=None).order_by("created_at", "id")},
            **{f"comment-{post.pk}": post for post in comments.oldest_first()},
        }
        self.fields["asks"].choices = [
            *((key, _post_as_choice(post)) for key, post in self._posts.items()),
            (ME, _("None of them: I ask in my own words")),
        ]
        self.fields["answers"].queryset = answers.order_by("created_at", "id")
        self.fields["answers"].label_from_instance = _post_as_choice
        self.fields["topic"].queryset = public_topics() | Topic.objects.filter(pk=question.topic_id)
        if not answers:
            del self.fields["answers"]

    def clean(self):
        said = super().clean()
        asks = self._posts.get(said.get("asks", ""))
        if said.get("asks") == ME and not said.get("words"):
            self.add_error("words", _("Say what you ask."))
        if said.get("asks") == ME and not said.get("answers"):
            self.add_error("answers" if "answers" in self.fields else None, _("Choose the answers that belong to it."))
        said["asks"] = asks
        said["words"] = "" if asks is not None else said.get("words", "")
        said["answers"] = [answer for answer in said.get("answers") or () if answer != asks]
        return said


def public_topics():
    """Topics that a question may be moved to."""
    return Topic.objects.open_for_questions().filter(is_private_by_default=False)


def _post_as_choice(post: Answer | Comment) -> str:
    words = post.excerpt(_SHOWN)
    return (
        f"{post.author.name}: {words}" if isinstance(post, Answer) else f"{post.author.name} ({_('comment')}): {words}"
    )

"""Forms of who works on common requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.content.forms import PublicWordsForm
from community.members.models import Member
from knowledgebase import permissions
from knowledgebase.finding import article_at
from knowledgebase.models import Article, CommonRequest
from knowledgebase.requests.writers import writers


class AssignmentForm(forms.Form):
    """Who writes about it, and by when. One query."""

    owner = forms.CharField(
        label=_("Who"),
        max_length=150,
        required=False,
        help_text=_("All who may write articles."),
        widget=forms.Select,
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, person, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self._person = person
        others = [member for member in writers() if member.pk != person.pk]
        self.fields["owner"].widget.choices = [
            (person.username, _("You")),
            *((member.username, f"{member.name} (@{member.username})") for member in others),
        ]

    def clean_owner(self) -> Member:
        """The member meant. One query, none for oneself."""
        name = self.cleaned_data["owner"].strip().removeprefix("@")
        if not name or name == self._person.username:
            return self._person
        return writer_called(name)


class RefusalForm(forms.Form):
    """Why it is not for us."""

    reason = forms.CharField(
        label=_("Why is it not for us?"),
        max_length=CommonRequest.LONGEST_REASON,
        help_text=_("For staff. It stays out of the list until somebody takes it up again."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ArticleForm(forms.Form):
    """Which article answers it."""

    article = forms.CharField(
        label=_("Article"),
        max_length=300,
        help_text=_("Its address, or the end of it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, person, data=None):
        super().__init__(data)
        self._person = person

    def clean_article(self) -> Article:
        """The article meant. One query or two."""
        slug = self.cleaned_data["article"].strip().rstrip("/").rsplit("/", 1)[-1]
        return article_called(slug, self._person)


class TitleForm(PublicWordsForm):
    """What it is called, for customers too."""

    PUBLIC_WORDS = ("title",)

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Customers may read it. Left empty: the wording of a public question, where there is one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def writer_called(username: str) -> Member:
    """The member of that name, who may work on requests. Raises ValidationError."""
    member = Member.objects.filter(username__iexact=username, is_active=True).first()
    if member is None or not permissions.can_work_on_requests(member):
        raise forms.ValidationError(_("Nobody of that name may write articles here. Check the username."))
    return member


def article_called(slug: str, person) -> Article:
    """The article that has or had this address. Raises ValidationError."""
    found = article_at(person, slug)
    if found is None:
        raise forms.ValidationError(_("There is no article with that address. Copy it from the article's page."))
    return found

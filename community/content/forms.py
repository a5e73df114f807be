"""What forms share whose words everybody will read, and the form for a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.content.models import Attachment
from community.content.private_facts import Fact
from community.content.public_words import PrivateFactsFound, settled


class PublicWordsForm(forms.Form):
    """A form that asks what becomes of private facts before it publishes them.

    `private_facts` in what was sent is `remove` or `keep`. While it is open, `facts` are those to be asked about, which
    components/_private_facts.html does inside the summary of errors.
    """

    PUBLIC_WORDS: tuple[str, ...] = ("body",)
    # Where the same fields may be sent instead, to be read by staff alone.
    PRIVATE_ADDRESS: str = ""

    facts: list[Fact]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        words = {name: cleaned[name] for name in self.PUBLIC_WORDS if cleaned.get(name)}
        known = [str(self.initial.get(name, "")) for name in self.PUBLIC_WORDS]
        self.facts = []
        try:
            cleaned |= settled(words, self.data.get("private_facts", ""), known=known)
        except PrivateFactsFound as found:
            self.facts = found.facts
            self.add_error(None, found)
        return cleaned

    @property
    def may_be_kept(self) -> bool:
        """Whether the asker may publish all that was found."""
        return all(fact.may_be_public for fact in self.facts)


class PictureForm(forms.Form):
    """A picture, and what is on it. Whether it is one is decided by `Attachment.upload`."""

    file = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        help_text=_("JPEG, PNG, GIF or WebP, at most 10 MB. Where it was taken is removed."),
        error_messages={"required": _("Choose a picture first.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What is on it?"),
        max_length=Attachment.LONGEST_DESCRIPTION,
        required=False,
        help_text=_("For people who cannot see it, and for the search."),
    )

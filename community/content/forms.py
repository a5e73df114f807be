"""What forms share whose words everybody will read, and the forms for pictures and videos."""

from io import BytesIO
from typing import IO

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from community.content.models import Attachment, Video
from community.content.private_facts import Fact
from community.content.public_words import PrivateFactsFound, settled
from community.content.videos import clock
from community.content.videos.captions import LARGEST
from community.content.videos.screening import PrivateFactsSaid


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
            self.ask_about(found)
        return cleaned

    def ask_about(self, found: PrivateFactsFound) -> None:
        """Refuse the form until its sender has said what becomes of what was found."""
        self.facts = found.facts
        self.add_error(None, found)

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


class VideoForm(PublicWordsForm):
    """A video, and what it shows. Whether it is one is decided by `Video.upload`."""

    PUBLIC_WORDS = ("title",)

    file = forms.FileField(
        label=_("Video"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a video first.")},
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm,video/quicktime"}),
    )
    title = forms.CharField(
        label=_("What does it show?"),
        max_length=Attachment.LONGEST_DESCRIPTION,
        help_text=_("In a few words: its name on the page, and what somebody hears who does not see it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "MP4 (H.264 and AAC) or WebM, at most %(megabytes)s MB and %(minutes)s minutes. Where it was taken is removed."
        ) % {"megabytes": settings.VIDEO_MEGABYTES, "minutes": settings.VIDEO_MINUTES}


class PosterMomentForm(forms.Form):
    """The moment of a video whose picture is shown until it plays."""

    moment = forms.CharField(
        label=_("Moment"),
        max_length=12,
        help_text=_("As the player shows it, such as 0:12. Parts of a second may follow: 0:12.5."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_moment(self):
        try:
            return clock.read(self.cleaned_data["moment"])
        except ValueError as error:
            raise forms.ValidationError(_("Write minutes and seconds, as the player shows them: 0:12.")) from error


class PosterPictureForm(forms.Form):
    """A picture of one's own. Whether it is one is decided by `Video.upload_poster`."""

    file = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        help_text=_("JPEG, PNG, GIF or WebP, at most 10 MB. It is made anew, and fitted into the shape of the video."),
        error_messages={"required": _("Choose a picture first.")},
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )


class CaptionsForm(PublicWordsForm):
    """A file with captions, and their language. Whether they may be published is decided by `Video.caption`.

    A browser sends a file once. While what is private in it is asked about, `text` are the captions as they were read.
    """

    PUBLIC_WORDS = ()

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=_("Captions"),
        required=False,
        allow_empty_file=True,
        help_text=_("A WebVTT (.vtt) or SubRip (.srt) file. Programs and services that listen to a video make one."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )
    text = forms.CharField(max_length=LARGEST, required=False, strip=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", _("Choose a file with captions first."))
        return cleaned

    @property
    def sent(self) -> IO[bytes]:
        """The file that was chosen, or what was read of it before."""
        return self.cleaned_data["file"] or BytesIO(self.cleaned_data["text"].encode())

    def ask_about(self, found: PrivateFactsFound) -> None:
        super().ask_about(found)
        if isinstance(found, PrivateFactsSaid):
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["text"] = found.text
            self.data = data


class TranscriptForm(PublicWordsForm):
    """What is said, to be read."""

    PUBLIC_WORDS = ("transcript",)

    def __init__(self, *args, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language

    transcript = forms.CharField(
        label=_("Transcript"),
        max_length=Video.LONGEST_WORDS * 5,
        required=False,
        help_text=_("An empty line begins a paragraph. Left empty, it is made of the captions again."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class DescriptionForm(PublicWordsForm):
    """What a video shows in which nobody speaks."""

    PUBLIC_WORDS = ("described",)

    described = forms.CharField(
        label=_("What it shows, step by step"),
        max_length=Video.LONGEST_WORDS,
        help_text=_("Whoever cannot see the video reads this instead: say all that it shows."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

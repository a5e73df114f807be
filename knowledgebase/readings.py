"""How somebody reads an article: just the steps or the whole story, and for which platform and version.

The address says it, so nothing has to be remembered of who is signed out; a member's preference is used where it says nothing.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.catalogue.models import Platform
from community.content.models import Video
from community.content.videos import showing
from community.members.models import Member
from knowledgebase.conditions import Choice
from knowledgebase.models import Revision

STEPS, STORY = Member.Reading.STEPS.value, Member.Reading.STORY.value


@dataclass(frozen=True)
class Reading:
    """The words of a revision as its reader wants them. `asked` is what the address says, `way` what is shown."""

    words: Revision
    way: str
    asked: str
    choice: Choice

    @classmethod
    def of(cls, request, words: Revision) -> "Reading":
        """What the address of the request says, else what the member prefers, else the whole story."""
        asked = request.GET.get("read", "")
        asked = asked if asked in (STEPS, STORY) else ""
        way = asked or (request.user.reading if request.user.is_authenticated else STORY)
        choice = Choice.of(request.GET) if words.conditions else Choice()
        return cls(words, way, asked, choice)

    @classmethod
    def whole(cls, words: Revision) -> "Reading":
        """All that a revision says, for everybody."""
        return cls(words, STORY, "", Choice())

    @property
    def mute(self) -> list[Video]:
        """The videos in it that have no captions yet: with one of them it is not published."""
        return [video for video in self.videos.values() if video.is_mute]

    @property
    def may_choose(self) -> bool:
        """Whether there are two readings of it."""
        return bool(self.words.steps_html and self.words.body_html)

    @property
    def is_short(self) -> bool:
        return self.may_choose and self.way == STEPS

    @cached_property
    def videos(self) -> showing.Videos:
        """The videos that these words show, by name. One query, where there is one."""
        return showing.videos_of(self.words, self.words.whole_html)

    @property
    def steps(self) -> SafeString:
        return self._shown(self.words.steps_html, "do-")

    @property
    def body(self) -> SafeString:
        return mark_safe("") if self.is_short else self._shown(self.words.body_html, "on-")

    @property
    def face(self) -> dict[str, str]:
        """What in the address changes the page: such a page is not what search engines show."""
        asked = self.asked if self.may_choose else ""
        return {"read": asked, "platform": self.choice.platform, "version": self.choice.version}

    @property
    def tabs(self) -> list[dict]:
        """The two readings, with their addresses."""
        names = ((STORY, _("The whole story")), (STEPS, _("Just the steps")))
        return [{"label": name, "url": self._address(read=way), "current": self.way == way} for way, name in names]

    @property
    def platforms(self) -> list[tuple[str, str, bool]]:
        """What can be chosen: slug, name, whether it is. One query, where anything can be."""
        slugs = self.words.conditions.get("platforms", [])
        rows = Platform.objects.filter(slug__in=slugs).values_list("slug", "name") if slugs else []
        return [(slug, name, slug == self.choice.platform) for slug, name in rows]

    @property
    def everything(self) -> str:
        """The address without a choice of platform and version."""
        return self._address(platform="", version="")

    def _shown(self, html: str, part: str) -> SafeString:
        html = self.choice.only(html)
        if not self.videos:
            return mark_safe(html)
        story = self._address(read=STORY) if self.is_short else ""
        return showing.with_words(html, self.videos, language=self.words.article.language, part=part, story=story)

    def _address(self, **changed: str) -> str:
        said = {"read": self.asked, "platform": self.choice.platform, "version": self.choice.version} | changed
        return "?" + urlencode({name: value for name, value in said.items() if value})

"""Who wrote what an article is made of: its sources gathered by post, with credit and links."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import ngettext

from knowledgebase.models import Revision
from knowledgebase.models.source import posts_in_sight


@dataclass
class QuotedPost:
    """A post that an article quotes. `url` is empty when the reader may not see the post (any more).

    `origin` says where it was imported from and under which licence; it is shown whether the post still is or not.
    """

    key: tuple[int, int]
    what: str
    title: str
    author: object
    url: str
    number: int
    origin: object = None
    passages: list[str] = field(default_factory=list)


@dataclass
class Credit:
    """The posts that a revision is made of, in the order in which it quotes them."""

    posts: list[QuotedPost]

    def __bool__(self) -> bool:
        return bool(self.posts)

    @property
    def authors(self) -> list:
        """Whose words they are, each once."""
        return list({post.author.pk: post.author for post in self.posts}.values())

    @property
    def sentence(self) -> str:
        """How many posts, in words."""
        return ngettext("Written from %(count)d post", "Written from %(count)d posts", len(self.posts)) % {
            "count": len(self.posts)
        }


def credit_of(revision: Revision, person) -> Credit:
    """The posts that `revision` quotes, as `person` may see them. Two queries, whatever their number."""
    sources = list(revision.sources.select_related("post_revision", "author", "origin").order_by("position"))
    in_sight = posts_in_sight(sources, person)
    posts: dict[tuple[int, int], QuotedPost] = {}
    for source in sources:
        quoted = source.post_revision
        post = posts.setdefault(
            source.post_key,
            QuotedPost(
                key=source.post_key,
                what=str(ContentType.objects.get_for_id(quoted.post_type_id).model_class()._meta.verbose_name),
                title=quoted.title if source.post_key in in_sight else "",
                author=source.author,
                url=source.url if source.post_key in in_sight else "",
                number=quoted.number,
                origin=source.origin,
            ),
        )
        if source.passage:
            post.passages.append(source.passage)
    return Credit(list(posts.values()))

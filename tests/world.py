"""One of each thing, and the addresses of all of them: for the tests that walk over every page of the site."""

from datetime import timedelta
from functools import cached_property
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from community.activity.models import Event
from community.api.models import ApiKey
from community.catalogue.models import Product, Release
from community.content.models import Attachment, Video
from community.incidents.models import Incident
from community.lib import pictures
from community.moderation.models import Flag
from community.moderation.models.flag import Reason
from community.notifications.guests import confirmation_link
from community.notifications.models import GuestSubscription, InboundMail, Kind, Mail, Notification, Subscription
from community.notifications.notices import thread_key
from community.notifications.unsubscribing import link
from community.search.models import Synonyms
from community.support.models import Case
from forum.promotion import promote_to_article
from knowledgebase import sources
from knowledgebase.models import Article, Asking, CommonRequest, GoLink, Section, SourceTask, Ticket
from tests.cast import Cast, make_comment
from tests.content.files import drawn, saved

# Pages of others, tested by them: Django's admin and allauth's.
FOREIGN = ("admin:", "account_", "mfa_", "usersessions_", "api:")


class World(Cast):
    """A question with an answer and a comment, an article, a draft, two cases, an incident, a flag, a key, a mail."""

    @cached_property
    def thread(self):
        question = self.question(tags=["router"])
        answer = self.answer(question)
        make_comment(question, by=self.helper)
        return question, answer, question.comments.get()

    @cached_property
    def release(self) -> Release:
        product = Product.objects.create(name="Lamp", slug="lamp")
        return Release.objects.create(product=product, version="3.10.1 (beta)")

    @cached_property
    def section(self) -> Section:
        return Section.objects.create(name="First steps", slug="first-steps")

    def draft(self, title="How to set the channel") -> Article:
        return Article.draft(
            by=self.editor, title=title, section=self.section, topic=self.topic, summary="By hand.", body="Choose *6*."
        )

    @cached_property
    def article(self) -> Article:
        article = self.draft()
        article.submit(by=self.editor)
        article.publish(by=self.second_editor)
        return article

    @cached_property
    def asking(self) -> Asking:
        return self.article.ask_readers("Was step 4 clear?", by=self.editor, choices=["Yes", "No"], enough=50)

    @cached_property
    def source_task(self) -> SourceTask:
        """An answer that an article quotes was edited."""
        article = promote_to_article(self.answer(self.question(title="What the editors look at")), by=self.editor)
        answer = article.drafted_from
        answer.edit(by=self.helper, body="Other words.")
        sources.look_at([(article.drafted_from_type_id, answer.pk)])
        return article.source_tasks.get()

    @cached_property
    def case(self) -> Case:
        return Case.open_privately(by=self.asker, title="My invoice shows a wrong name", body="It says Sam.")

    @cached_property
    def incident(self) -> Incident:
        return Incident.declare(by=self.agent, title="Codes arrive late", body="We look into it.", severity="major")

    @cached_property
    def flag(self) -> Flag:
        return Flag.raise_on(self.thread[1], by=self.stranger, reason=Reason.SPAM)

    @cached_property
    def common_request(self) -> CommonRequest:
        return CommonRequest.objects.create(
            title="Wi-Fi is lost at night",
            titled_by=self.editor,
            topic=self.topic,
            volume=7,
            public_volume=7,
            weeks=[3, 4],
        )

    @cached_property
    def ticket(self) -> Ticket:
        return Ticket.objects.create(source="desk", external_id="1", subject="Lost Wi-Fi", created_at=timezone.now())

    @cached_property
    def picture(self) -> Attachment:
        """What the asker has just added, and nothing shows yet."""
        return Attachment.upload(BytesIO(saved(drawn(), "PNG")), by=self.asker, alt_text="The hub")

    @cached_property
    def video(self) -> Video:
        """What the editor has just added, with German captions, and nothing shows yet. Its file is not one that plays."""
        name = pictures.new_name(64, 48, "mp4")
        file = Attachment(
            uploader=self.editor,
            name=name,
            content_type="video/mp4",
            width=64,
            height=48,
            byte_count=4,
            alt_text="Pairing",
        )
        file.small_path = default_storage.save(f"attachments/{name}-small.webp", ContentFile(b"RIFF"))
        default_storage.save(file.path, ContentFile(b"film"))
        file.save()
        video = Video.objects.create(attachment=file, length=timedelta(seconds=3), has_sound=True)
        video.caption(BytesIO(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo.\n"), language="de", by=self.editor)
        return video

    @cached_property
    def mail(self) -> Mail:
        return Mail.objects.create(
            key="test", to="ann@example.com", sender="x", subject="Hello", text="Hi", message_id="<1@x>"
        )

    @cached_property
    def reply(self) -> InboundMail:
        """A reply by mail of the asker's that was not posted."""
        return InboundMail.objects.create(
            message_id="<2@x>",
            sender="ann@example.com",
            member=self.asker,
            thread=thread_key(self.thread[0]),
            outcome=InboundMail.Outcome.TOLD,
            why=InboundMail.Why.PRIVATE,
            words="Call me.",
        )

    @cached_property
    def guest(self) -> GuestSubscription:
        """Somebody without an account who wants to follow the question."""
        return GuestSubscription.offer("gina@example.com", self.thread[0], language="en")[0]

    @cached_property
    def notification(self) -> Notification:
        """Where a worker runs beside the test, it may have been faster."""
        return Notification.objects.get_or_create(
            member=self.asker,
            event=Event.objects.about(self.thread[1]).first(),
            defaults={
                "title": "Hugo answered your question",
                "url": self.thread[1].get_absolute_url(),
                "thread": thread_key(self.thread[0]),
            },
        )[0]

    @cached_property
    def arguments(self) -> dict[str, object]:
        """A value for each parameter that an address may have."""
        question, answer, comment = self.thread
        return {
            "question_id": question.pk,
            "answer_id": answer.pk,
            "comment_id": comment.pk,
            "topic_slug": self.topic.slug,
            "tag_slug": "router",
            "product_slug": self.release.product.slug,
            "release_version": self.release.version,
            "section_slug": self.section.slug,
            "figure_name": "answered",
            "username": self.helper.username,
            "ref": self.case.ref,
            "key_id": ApiKey.make(member=self.asker, name="mine", scope="read")[0].pk,
            "mail_id": self.mail.pk,
            "file_name": self.picture.name,
            "video_name": self.video.attachment.name,
            "notification_id": self.notification.pk,
            "subscription_id": Subscription.objects.to(question).get(member=self.asker).pk,
            "inbound_id": self.reply.pk,
            "language": "de",
            "task_id": self.source_task.pk,
            "provider": "postmark",
            "token": link(self.asker, Kind.MINE, question).split("/")[-2],
            "guest_token": confirmation_link(self.guest).split("/")[-2],
            "subject": "answer",
            "subject_id": answer.pk,
            "review_id": self.flag.review_id,
            "kind": "questions",
            "request_id": self.common_request.pk,
            "ticket_id": self.ticket.pk,
            "number": 0,
            "synonyms_id": Synonyms.say(by=self.editor, words=["wifi", "wlan"]).pk,
            "version": "another",
            "article_slug": self.article.slug,
            "word_id": self.article.note_why_not(reader="x", reason="hard").pk,
            "asking_id": self.asking.pk,
            "link_id": GoLink.pin(self.article, by=self.second_editor, topic=self.topic.slug).pk,
        }

    def address(self, name: str) -> str:
        """Where the page of that name is, for these things."""
        if name.startswith(FOREIGN):
            return reverse(name)
        pattern = routes()[name]
        found = {}
        for parameter in pattern.pattern.converters.keys() | _outer_parameters(name):
            found[parameter] = self._slug_for(name) if parameter == "slug" else self.arguments[parameter]
        return reverse(name, kwargs=found)

    def form(self, name: str) -> dict[str, object]:
        """What a form must name for the page to know what it is about."""
        return {
            "forum:solution-set": {"answer": self.thread[1].pk},
            "kb:article-translations": {"language": "de"},
            "forum:invitation-set": {"member": self.stranger.username},
        }.get(name, {})

    def _slug_for(self, name: str) -> str:
        room = name.split(":")[0]
        return {"forum": self.thread[0].slug, "kb": self.article.slug, "incidents": self.incident.slug}[room]


def routes() -> dict[str, URLPattern]:
    """Every page of our own by its name."""
    return {name: pattern for name, pattern, _outer in _walk(get_resolver().url_patterns)}


def _outer_parameters(name: str) -> set[str]:
    return next(outer for found, _pattern, outer in _walk(get_resolver().url_patterns) if found == name)


def _walk(patterns, namespace="", outer=frozenset()):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _walk(pattern.url_patterns, inner, outer | set(pattern.pattern.converters))
        elif pattern.name:
            name = ":".join(filter(None, [namespace, pattern.name]))
            if not name.startswith(FOREIGN):
                yield name, pattern, outer

"""What the tests of common requests ask and write, and how they find a request."""

from datetime import timedelta

from django.utils import timezone

from community.search import index
from knowledgebase.models import Article, CommonRequest, Section, Ticket


def request_about(word: str) -> CommonRequest:
    return CommonRequest.objects.standing().get(inner_title__icontains=word)


def ticket(number, subject, **fields) -> Ticket:
    fields = {"created_at": timezone.now() - timedelta(days=2), "channel": "phone"} | fields
    made = Ticket.objects.create(source="desk", external_id=str(number), subject=subject, **fields)
    index.refresh(Ticket, [made.pk])
    return made


def published(cast, title, **fields) -> Article:
    section = Section.objects.get_or_create(slug="answers", defaults={"name": "Answers"})[0]
    article = Article.draft(by=cast.editor, title=title, section=section, topic=cast.topic, body="Do it.", **fields)
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    return article

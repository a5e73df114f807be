"""Mail and notices of the demo: those of the last days, sent and read as people do."""

from datetime import timedelta

from django.db.models import Max

from community.activity.models import Delivery
from community.notifications.models import Mail, Notification
from community.notifications.models.notification import count_unread
from community.notifications.notices import READER
from community.operations.demo.backdating import Backdating
from community.operations.demo.stage import Stage

# A bell and a mailbox with a month in them would only be in the way.
TOLD_FOR = timedelta(days=4)
LEAVES_AFTER = timedelta(seconds=4)


def forget_what_is_long_ago(stage: Stage) -> None:
    """Nobody is told about what happened more than a few days ago."""
    Delivery.objects.filter(reader=READER, event__at__lt=stage.start - TOLD_FOR).delete()


def settle(stage: Stage, clock: Backdating) -> None:
    """Every mail left soon after it was written, whatever the transport; people have read what came before their last deed."""
    long_ago = stage.start - TOLD_FOR
    for rows in (Mail.objects, Notification.objects):
        rows.filter(created_at__lt=long_ago).delete()
    count_unread(member.pk for member in stage.people.values())
    for mail in Mail.objects.unsent():
        clock.set(mail.created_at + LEAVES_AFTER)
        mail.note_sent(keep_words=True)
    clock.set(stage.start)
    for member in stage.people.values():
        last_deed = member.events.aggregate(at=Max("at"))["at"]
        if last_deed is not None:
            Notification.mark_read(member, among=Notification.objects.filter(created_at__lte=last_deed))

"""Who wants to be told, what they were told, the mails that leave, and those that come in."""

from community.notifications.models.guest import GuestSubscription
from community.notifications.models.inbound_mail import InboundMail
from community.notifications.models.kind import Kind, Pace
from community.notifications.models.mail import Mail
from community.notifications.models.notification import Notification
from community.notifications.models.preference import MailPreference
from community.notifications.models.quiet_hours import QuietHours
from community.notifications.models.reply_token import ReplyToken
from community.notifications.models.subscription import Subscription

__all__ = [
    "GuestSubscription",
    "InboundMail",
    "Kind",
    "Mail",
    "MailPreference",
    "Notification",
    "Pace",
    "QuietHours",
    "ReplyToken",
    "Subscription",
]

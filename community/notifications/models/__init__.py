"""Who wants to be told, what they were told, the mails that leave, and those that come in."""

from community.notifications.models.inbound_mail import InboundMail
from community.notifications.models.mail import Mail
from community.notifications.models.notification import Notification
from community.notifications.models.preference import Kind, MailPreference
from community.notifications.models.reply_token import ReplyToken
from community.notifications.models.subscription import Subscription

__all__ = ["InboundMail", "Kind", "Mail", "MailPreference", "Notification", "ReplyToken", "Subscription"]

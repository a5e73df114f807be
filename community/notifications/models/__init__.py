"""Who wants to be told, what they were told, and the mails that leave."""

from community.notifications.models.mail import Mail
from community.notifications.models.notification import Notification
from community.notifications.models.preference import Kind, MailPreference
from community.notifications.models.subscription import Subscription

__all__ = ["Kind", "Mail", "MailPreference", "Notification", "Subscription"]

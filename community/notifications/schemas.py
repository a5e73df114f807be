"""What programs read of following and of what a member was told."""

from datetime import datetime

from ninja import Field, Schema


class FollowOut(Schema):
    is_following: bool


class NotificationOut(Schema):
    id: int
    title: str
    excerpt: str
    url: str
    thread: str = Field(description="The same for all that belongs together.")
    thread_title: str
    kind: str
    told_at: datetime = Field(alias="created_at")
    is_unread: bool


class NotificationPage(Schema):
    notifications: list[NotificationOut]
    next_cursor: str


class UnreadOut(Schema):
    unread: int

from django.contrib import admin

from community.content.models import Attachment, Captions, Video
from community.lib.back_office import LookUp


@admin.register(Attachment)
class AttachmentAdmin(LookUp):
    """What was uploaded, by whom, and whether anything shows it."""

    list_display = [
        "created_at",
        "uploader",
        "content_type",
        "width",
        "height",
        "byte_count",
        "unused_since",
        "small_path",
    ]
    list_filter = ["content_type", ("unused_since", admin.EmptyFieldListFilter)]
    list_select_related = ["uploader"]
    date_hierarchy = "created_at"


@admin.register(Video)
class VideoAdmin(LookUp):
    """Videos, how long they are, and which of them say nothing to who cannot hear."""

    list_display = ["attachment", "length", "has_sound", "has_speech"]
    list_filter = ["has_speech"]
    list_select_related = ["attachment"]


@admin.register(Captions)
class CaptionsAdmin(LookUp):
    """Who added captions to which video."""

    list_display = ["video", "language", "by", "at", "is_by_hand"]
    list_filter = ["language"]
    list_select_related = ["video__attachment", "by"]

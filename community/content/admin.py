from django.contrib import admin

from community.content.models import Attachment
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

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content.permissions import can_upload_videos
from community.content.videos import making
from community.lib import uploads


class ContentConfig(AppConfig):
    name = "community.content"
    verbose_name = _("Posts")

    def ready(self):
        for path in ("/videos/", "/api/v1/videos"):
            uploads.allow_larger(path, _most_bytes)


def _most_bytes(request) -> int:
    """A video is larger than a picture; of who may not add one, nothing that large is even read."""
    return making.most_bytes() if can_upload_videos(request.user) else 0

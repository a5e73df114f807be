"""What was here and was taken away."""

from django.http import Http404


class Gone(Http404):
    """There was something at this address, for everybody, and there no longer is: 410, so that search engines forget it.

    Only for what had been public: of anything else nobody learns that it ever was.
    """

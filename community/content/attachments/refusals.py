"""Why a file is not taken, in a sentence for who sent it."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """The file is no picture that can be shown."""


class TooLarge(Refused):
    """The file has too many bytes, pixels or frames."""

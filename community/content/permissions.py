"""Who may upload. Who may see a picture is said by `Attachment.is_for`."""


def can_upload(person) -> bool:
    """Every member."""
    return bool(person is not None and person.is_authenticated and person.is_active)

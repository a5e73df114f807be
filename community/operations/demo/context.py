"""What the demo bar shows."""

from django.conf import settings

from community.operations.demo.personas import Persona, personas


def demo(request) -> dict:
    """`demo` for templates/components/_demo_bar.html; nothing outside demo mode. No query."""
    return {"demo": _Bar(request)} if settings.DEMO else {}


class _Bar:
    """Who may be played, and who is played now; read when a template asks."""

    def __init__(self, request):
        self._request = request

    @property
    def people(self) -> tuple[Persona, ...]:
        return personas()

    @property
    def current(self) -> str | None:
        """The username of who is signed in."""
        member = getattr(self._request, "user", None)
        return member.username if member is not None and member.is_authenticated else None

    @property
    def name(self) -> str:
        """How who is signed in is called: one of the cast, or somebody who signed up."""
        member = getattr(self._request, "user", None)
        return member.name if member is not None and member.is_authenticated else ""

"""While somebody types: is there something private in it?"""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from community.content.private_facts import find
from community.members.limits import limited

LONGEST = 40_000  # characters of all fields together


@require_POST
@limited("private-facts", "120/m")
def private_facts(request):
    """A fragment that names what looks private, empty when nothing does. Nothing of it is kept or logged."""
    words = " \n".join(request.POST.get(name, "") for name in ("title", "body", "public_words", "reason"))
    return render(request, "components/_private_hint.html", {"facts": find(words[:LONGEST])})

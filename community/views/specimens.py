"""What the component page shows: made-up things that look like rows, and no rows. No query."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from community.content.drafting import Begun
from community.content.private_facts import find
from community.search.narrowing import Choice, Chosen, Narrowing

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Thing(dict):
    """A dict whose keys are read like attributes, as templates and tags read rows."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name, "")


class SpecimenForm(forms.Form):
    """Every kind of control."""

    name = forms.CharField(label="Name shown", max_length=80, help_text="Other members see it beside what you write.")
    email = forms.EmailField(label="Mail address", error_messages={"required": "We need an address to answer to."})
    topic = forms.ChoiceField(label="Topic", choices=[("valves", "Radiator valves"), ("hub", "Hub and Wi-Fi")])
    digest = forms.BooleanField(
        label="Send me a summary on Fridays", required=False, help_text="What was solved in your topics."
    )
    reading = forms.ChoiceField(
        label="How do you like to read?",
        choices=[("steps", "Just the steps"), ("story", "The whole story")],
        widget=forms.RadioSelect,
        initial="steps",
    )
    platforms = forms.MultipleChoiceField(
        label="Where does it hold?",
        choices=[("ios", "iOS"), ("android", "Android"), ("web", "Browser"), ("panel", "Panel on the wall")],
        widget=forms.CheckboxSelectMultiple,
        initial=["ios", "web"],
    )
    body = forms.CharField(label="Your answer", max_length=30_000, widget=forms.Textarea)


# What is the same at any time and on either side.
_STILL: dict[str, Any] = {
    "changes": [
        Thing(
            name="text",
            lines=[
                Thing(kind="removed", parts=[("Hold the button for ", False), ("five", True), (" seconds.", False)]),
                Thing(kind="added", parts=[("Hold the button for ", False), ("ten", True), (" seconds.", False)]),
                Thing(kind="skipped", count=4),
            ],
        )
    ],
    "tabs": [
        Thing(label="Newest", url="#tabs", current=True),
        Thing(label="Unanswered", url="#tabs", count=7),
        Thing(label="Solved", url="#tabs"),
        Thing(label="Most useful", url="#tabs"),
    ],
    "page": Thing(next_cursor="x", is_first=False),
    "crumbs": [("Questions", "#"), ("Radiator valves", "#")],
    "choices": [
        Thing(value="public", title="Ask in public", text="Other customers see it and can answer.", checked=True),
        Thing(value="private", title="Ask in private", text="Only you and our staff see it."),
    ],
    "values": [4, 6, 5, 9, 7, 11, 10, 14, 12, 15, 13, 18],
    "sources": [
        Thing(title="Valve in the bedroom stays at 28° whatever I set", url="#", by="Nadia Okafor", what="Solution"),
        Thing(title="Clicking noise after new batteries", url="#", by="Ravi Menon", what="Answer"),
    ],
    "narrowing": Narrowing(
        kinds=[],
        topics=[Choice("wi-fi", "Wi-Fi and Loft", chosen=True), Choice("billing", "Billing", chosen=False)],
        versions=[Choice("Hub 3.10", "Hub 3.10", chosen=False)],
        states=[Choice("solved", "solved", chosen=True)],
        times=[Choice("week", "the last week", chosen=False)],
        tags=[("router", "#"), ("5 ghz", "#")],
        chosen=[Chosen("Wi-Fi and Loft", "#"), Chosen("solved", "#")],
        kept=[("q", "hub offline")],
    ),
    "results": [
        Thing(
            kind="article",
            kind_label="Article",
            url="#",
            title="Calibrate a radiator valve",
            line="updated last week",
            excerpt_html="Hold + and − until <mark>CAL</mark> shows, then put the <mark>valve</mark> back hand-tight.",
        ),
        Thing(
            kind="question",
            kind_label="Question",
            lamp="lit",
            url="#",
            title_html="<mark>Valve</mark> in the bedroom stays at 28°",
            line="4 answers",
            excerpt_html="It reads 28° as “closed”. <mark>Calibrate</mark> it again.",
        ),
    ],
    "video": Thing(
        title="Calibrate a radiator valve, in half a minute",
        minutes="0:31",
        # One dark pixel: there is no film behind it.
        shown=Thing(
            width=640, height=360, address="data:image/gif;base64,R0lGODlhAQABAIAAACgeFP///ywAAAAAAQABAAACAkQBADs="
        ),
        said=[
            Thing(
                language="en",
                get_language_display="English",
                address="",
                paragraphs=["Take the valve off. Hold both buttons until CAL shows.", "Put it back, hand-tight."],
            )
        ],
    ),
    "keys": [("j", "next"), ("k", "previous"), ("c", "claim"), ("h", "hand off")],
    "steps": [
        "Your question is online now.",
        "Other customers have been told.",
        "If nobody answers by 14:00 tomorrow, one of us does.",
    ],
    "facts": [
        ("Case", "PL-2041"),
        ("Customer", "Tom Brandt, Brook & Alder"),
        ("Hub", "4.1.7"),
        ("Waits since", "yesterday"),
    ],
}


def specimens(side: str) -> dict[str, Any]:
    """Everything a specimen needs; `side` keeps ids of the two themes apart."""
    now = timezone.now()
    nadia = _member("nadia", "Nadia Okafor", 4, rank_name="Lamplighter", people_helped=214, points=1840)
    tom = _member("tom.b", "Tom Brandt", 9)
    ines = _member("ines", "Inês Duarte", 1, staff_title="Support")
    ravi = _member("ravi", "Ravi Menon", 6, rank_name="Neighbour", people_helped=31, points=420)
    valves = Thing(name="Radiator valves", slug="radiator-valves")
    wifi = Thing(name="Hub and Wi-Fi", slug="hub-and-wi-fi")
    tags = [Thing(name="calibration", slug="calibration"), Thing(name="firmware 4.2", slug="firmware-42")]
    question = Thing(
        pk=1,
        lamp="lit",
        get_absolute_url="#rows",
        author=tom,
        topic=valves,
        created_at=now - 26 * _HOUR,
        title="Valve in the bedroom stays at 28° whatever I set",
        answer_count=4,
        best_score=12,
        me_too_count=9,
    )
    form = SpecimenForm(auto_id=f"{side}-id_%s")
    wrong = SpecimenForm({"name": "Tom", "topic": "hub"}, auto_id=f"{side}-wrong_%s")
    return (
        _STILL
        | _answers(side, now, nadia, ravi)
        | {"private": _private()}
        | {
            "side": side,
            "now": now,
            "hour_ago": now - _HOUR,
            "soon": now + 5 * _HOUR,
            "nadia": nadia,
            "tom": tom,
            "ines": ines,
            "ravi": ravi,
            "topic": valves,
            "tags": tags,
            "question": question,
            "rows": _rows(now, nadia, tom, ravi, valves, wifi, tags, question),
            "comments": _comments(side, now, nadia, tom, ines, ravi),
            "letter": Thing(
                author=ines,
                created_at=now - 2 * _HOUR,
                body_html="<p>I see the valve from here: it has not "
                "spoken since Tuesday. May I restart your hub tonight at 22:00?</p>",
            ),
            "note": Thing(author=ines, created_at=now - _HOUR, body_html="<p>Third valve of batch 0919 this week.</p>"),
            "form": form,
            "wrong": wrong,
            "entries": _entries(now),
            "article": Thing(title="Calibrate a radiator valve", get_absolute_url="#"),
            "draft": Begun("question", "a1", saved_at=now - 3 * _HOUR, has_changed=True, has_other=True),
            "expertises": _expertises(valves, wifi),
            "incidents": [
                Thing(title="Hubs show as offline in the app", get_absolute_url="#", state="We know the cause")
            ],
        }
    )


def _private() -> Thing:
    return Thing(
        facts=find("Card 4111 1111 1111 1111, or write to tom.brandt@post-office.net"), PRIVATE_ADDRESS="#forms"
    )


def _expertises(valves, wifi) -> list[Thing]:
    """One that is beyond doubt, and one of which little is known."""
    return [
        Thing(
            topic=valves,
            in_words="right more often than most",
            is_proven=True,
            low=0.52,
            high=0.7,
            share=0.61,
            usual=0.3,
        ),
        Thing(
            topic=wifi,
            in_words="about as often right as most",
            is_proven=False,
            low=0.18,
            high=0.46,
            share=0.32,
            usual=0.28,
        ),
    ]


def _member(username: str, name: str, hue: int, **more: Any) -> Thing:
    first, last = name.split()
    return Thing(username=username, name=name, initials=first[0] + last[0], hue=hue, **more)


def _answers(side: str, now, nadia, ravi) -> dict[str, Any]:
    """A solution, and an answer that was imported."""
    return {
        "answer": Thing(
            pk=f"{side}-7",
            author=nadia,
            created_at=now - 20 * _HOUR,
            score=12,
            endorsed_at=now,
            body_html="<p>The bedroom valve lost its zero point, so it reads 28° as “closed”. Calibrate it again:</p>"
            "<ol><li>Take it off and hold <kbd>+</kbd> and <kbd>−</kbd> until <code>CAL</code> shows.</li>"
            "<li>Put it back, hand-tight.</li></ol><p>It takes a minute of humming, then it is quiet.</p>",
        ),
        "other_answer": Thing(
            pk=f"{side}-8",
            author=ravi,
            created_at=now - 3 * _HOUR,
            score=0,
            body_html="<p>Mine did that too. New batteries helped for a week, then it was back.</p>",
            origin=Thing(site="homeheating.example", url="#", author_name="ravi_m", licence="CC BY-SA 4.0"),
        ),
    }


def _comments(side: str, now, nadia, tom, ines, ravi) -> list[Thing]:
    """Enough of them to be folded."""
    return [
        Thing(
            pk=f"{side}-{n}", author=who, created_at=now - n * _HOUR, body_html=f"<p>{said}</p>", asks_for_detail=n == 7
        )
        for n, who, said in (
            (7, nadia, "Which firmware does the hub show under <em>About</em>?"),
            (6, tom, "4.1.7. It says there is nothing newer."),
            (5, ravi, "Same here, 4.1.7 and no update offered."),
            (4, nadia, "Then the update is held back for your region. Restarting the hub asks again."),
            (3, tom, "Restarted, and now it offers 4.2."),
            (2, ines, "We have opened it for all regions this morning."),
        )
    ]


def _entries(now) -> list[Thing]:
    """A timeline, newest first."""
    return [
        Thing(
            title="Resolved",
            by="Inês Duarte",
            at=now - _HOUR,
            kind="lit",
            text="All hubs are reachable again. The cause was an expired certificate.",
        ),
        Thing(
            title="We know the cause",
            by="Inês Duarte",
            at=now - 2 * _HOUR,
            kind="info",
            text="A certificate expired at 06:00. A new one is on its way to the hubs.",
        ),
        Thing(
            title="Hubs show as offline",
            by="Ravi Menon",
            at=now - 3 * _HOUR,
            kind="danger",
            text="Heating goes on as scheduled; the app cannot reach it.",
        ),
    ]


def _rows(now, nadia, tom, ravi, valves, wifi, tags, solved) -> list[Thing]:
    """A list of questions in every state."""
    return [
        Thing(question=solved, tags=tags),
        Thing(
            question=Thing(
                lamp="dim",
                get_absolute_url="#rows",
                author=ravi,
                topic=wifi,
                created_at=now - 40 * _DAY / 24,
                title="Hub drops off the Wi-Fi every night at three",
                answer_count=0,
                best_score=0,
                me_too_count=6,
            ),
            overdue=True,
        ),
        Thing(
            question=Thing(
                lamp="dim",
                get_absolute_url="#rows",
                author=tom,
                topic=wifi,
                created_at=now - _HOUR / 3,
                title="Can the hub use a fixed address?",
                answer_count=0,
                best_score=0,
                me_too_count=0,
            ),
            due=now + 5 * _HOUR,
        ),
        Thing(
            question=Thing(
                lamp="warm",
                get_absolute_url="#rows",
                author=tom,
                topic=valves,
                created_at=now - 3 * _DAY,
                title="Which valve fits a Danfoss RA body from 1994, and do I need an adapter for it?",
                answer_count=2,
                best_score=3,
                me_too_count=1,
            ),
            tags=tags[:1],
        ),
        Thing(
            question=Thing(
                lamp="warm",
                get_absolute_url="#rows",
                author=nadia,
                topic=valves,
                created_at=now - 9 * _DAY,
                title="Clicking noise after new batteries",
                answer_count=1,
                best_score=2,
                me_too_count=0,
                is_probably_solved=True,
            )
        ),
    ]

"""Sentences for a made-up load: not real, but shaped like what customers write, with a Zipf-like choice of subjects."""

import random

THINGS = (
    "router", "thermostat", "hub", "camera", "door sensor", "remote", "app", "account page", "invoice", "subscription",
    "speaker", "doorbell", "radiator valve", "smoke detector", "light strip", "garage opener", "weather station",
    "power plug", "meter", "gateway", "login page", "backup", "schedule", "scene", "firmware", "battery", "charger",
    "display", "motion sensor", "water sensor",
)  # fmt: skip
TROUBLES = (
    "loses its connection", "shows error {code}", "will not start after the update", "does not answer any more",
    "blinks red", "is slow since {day}", "forgets its settings", "cannot be found by my phone", "was charged twice",
    "asks for the code again and again", "makes a clicking noise", "reports the wrong temperature",
    "turns itself off at night", "does not sync with the calendar", "refuses my password", "drains within {n} days",
    "shows somebody else's name", "stays on the loading screen", "ignores the schedule",
    "cannot be removed from the list",
)  # fmt: skip
CIRCUMSTANCES = (
    "after I changed the provider", "since version {version}", "only on the second floor", "when two people use it",
    "in the guest network", "after a power cut", "while travelling", "with the new phone",
    "every morning at {n} o'clock", "although the light is green", "on a tablet", "since we moved",
    "with the old adapter", "after the reset", "behind a firewall",
)  # fmt: skip
TRIED = (
    "I have restarted everything twice.", "Reset did not help.", "The manual says nothing about it.",
    "It worked fine for {n} months.", "My neighbour has the same one and no trouble.",
    "Support chat told me to wait, which I did.", "I reinstalled the app as well.",
    "The log shows `timeout {code}` again and again.", "Nothing changed on our side, as far as I know.",
    "Is there a way to see what it does?",
)  # fmt: skip
STEPS = (
    "Take it off the power for {n} minutes, then plug it in again.",
    "Open the settings and choose *Network*, then *Forget*.",
    "Update to version {version} first: earlier ones have that fault.",
    "Hold the button for {n} seconds until it blinks.", "Set the channel by hand, to 1, 6 or 11.",
    "Remove it from the app and add it again with the code on the back.",
    "Check the date and time: when they are wrong it cannot sign in.", "Turn the battery saver off for the app.",
    "Write down the code {code} and tell us what the second line says.",
    "That happens when two hubs have the same name; rename one.",
)  # fmt: skip
TAGS = (
    "wifi", "app", "billing", "update", "battery", "pairing", "error", "account", "schedule", "noise", "android", "ios",
    "reset", "sync", "firmware", "network", "password", "sensor", "slow", "login",
)  # fmt: skip


class Writer:
    """Writes with a seed: the same load on every machine."""

    def __init__(self, seed: int = 20):
        self.chance = random.Random(seed)  # noqa: S311  no secret

    def subject(self) -> int:
        """A number of a subject, few of them often: Zipf-like over things × troubles."""
        return min(int(self.chance.paretovariate(0.6)) - 1, len(THINGS) * len(TROUBLES) - 1)

    def title(self, subject: int) -> str:
        thing, trouble = THINGS[subject % len(THINGS)], TROUBLES[subject // len(THINGS) % len(TROUBLES)]
        opening = self.chance.choice(("", "", "Help: ", "Why? ", "My "))
        return self._fill(f"{opening}{thing} {trouble} {self.chance.choice(CIRCUMSTANCES)}").strip().capitalize()[:200]

    def question(self, subject: int) -> str:
        parts = [self.title(subject) + ".", *self.chance.sample(TRIED, self.chance.randint(2, 6))]
        return self._fill(" ".join(parts))

    def answer(self) -> str:
        steps = self.chance.sample(STEPS, self.chance.randint(2, 6))
        return self._fill("\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1)))

    def tags(self) -> list[str]:
        return self.chance.sample(TAGS, self.chance.randint(0, 3))

    def _fill(self, text: str) -> str:
        return text.format(
            code=f"E{self.chance.randint(10, 99)}",
            n=self.chance.randint(2, 12),
            day=self.chance.choice(("Monday", "Tuesday", "Friday", "yesterday")),
            version=f"{self.chance.randint(3, 5)}.{self.chance.randint(0, 12)}",
        )

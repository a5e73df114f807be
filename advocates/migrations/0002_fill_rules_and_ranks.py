"""The rules and the ladder that a new community starts with. Everything in them can be changed in the admin."""

from datetime import UTC, datetime

from django.db import migrations

# Older than any post, so that imported and demonstrated deeds count too.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)

RULES = [
    # deed, points, at most so often a day
    ("accepted", 15, None),
    ("endorsed", 10, None),
    ("article", 20, None),
    ("voted", 2, 10),
]

RANKS = [
    # level, name, description, people helped, points, rights
    (1, "Spark", "Has helped somebody here.", 1, 10, []),
    (2, "Lantern", "Helps again and again.", 3, 40, ["retag"]),
    (
        3,
        "Torchbearer",
        "Knows the way, and shows it: an advocate.",
        8,
        120,
        ["see-advocates", "retag", "mark-duplicates", "escalate"],
    ),
    (
        4,
        "Beacon",
        "Seen from far: many found their answer here.",
        25,
        400,
        ["see-advocates", "retag", "mark-duplicates", "escalate", "propose-articles"],
    ),
    (
        5,
        "Lighthouse",
        "The community steers by these answers.",
        75,
        1200,
        ["see-advocates", "retag", "mark-duplicates", "escalate", "propose-articles", "edit-posts"],
    ),
]


def fill(apps, schema_editor):
    rules, ranks = apps.get_model("advocates", "PointRule"), apps.get_model("advocates", "Rank")
    for deed, points, daily_times in RULES:
        rules.objects.get_or_create(
            deed=deed, ends_at=None, defaults={"points": points, "daily_times": daily_times, "starts_at": BEGINNING}
        )
    for level, name, description, people_helped, points, rights in RANKS:
        ranks.objects.get_or_create(
            level=level,
            defaults={
                "name": name,
                "description": description,
                "people_helped": people_helped,
                "points": points,
                "rights": rights,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("advocates", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

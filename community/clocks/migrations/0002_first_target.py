"""A fresh site promises one thing: a person answers within a day. Staff change or remove it like any other target."""

from django.db import migrations


def promise_an_answer_within_a_day(apps, schema_editor):
    target = apps.get_model("clocks", "ServiceTarget")
    target.objects.get_or_create(promise="first-answer", topic=None, defaults={"minutes": 24 * 60})


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [migrations.RunPython(promise_an_answer_within_a_day, migrations.RunPython.noop)]

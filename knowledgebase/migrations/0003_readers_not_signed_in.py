"""How many of the readers who said something were not signed in is counted with the others."""

from django.db import migrations, models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def count_visitors(apps, schema_editor):
    """Readers are known by their account, or by a hash that nobody is found by."""
    votes = apps.get_model("knowledgebase", "HelpfulVote").objects.filter(~Q(reader__startswith="member:"))
    of_each = votes.filter(article=OuterRef("pk")).order_by().values("article").annotate(number=Count("pk"))
    articles = apps.get_model("knowledgebase", "Article").objects
    articles.filter(pk__in=votes.values("article")).update(
        visitor_count=Coalesce(Subquery(of_each.values("number")), 0)
    )


class Migration(migrations.Migration):
    dependencies = [("knowledgebase", "0002_requests_say_how_they_are_covered")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="visitor_count",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="Readers who said whether it helped and were not signed in."
            ),
        ),
        migrations.RunPython(count_visitors, migrations.RunPython.noop),
    ]

from django.db import migrations

# Who voted found it helpful; what was counted at its source counts with its sign. As `helpful_at_least` works it out.
RANK = """
UPDATE forum_answer SET helpful = floor(
    10000 * (positive + 1.9208 - 1.96 * sqrt(coalesce(positive * negative / nullif(positive + negative, 0), 0) + 0.9604))
    / (positive + negative + 3.8416) + 1e-6)
FROM (
    SELECT id, (greatest(score - imported_votes, 0) + greatest(imported_votes, 0))::float8 AS positive,
           greatest(-imported_votes, 0)::float8 AS negative
    FROM forum_answer
) counted
WHERE counted.id = forum_answer.id AND positive + negative > 0
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_confirmations")]

    operations = [migrations.RunSQL(RANK, migrations.RunSQL.noop, elidable=True)]

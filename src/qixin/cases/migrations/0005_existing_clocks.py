"""Clocks of cases that were opened before a clock kept its start, and the index to search in."""

from django.db import migrations
from django.db.models import F

from qixin.cases.search import INDEX


def fill(apps, schema_editor):
    Case = apps.get_model("cases", "Case")
    Assignment = apps.get_model("cases", "Assignment")
    for case in Case.objects.all().iterator(chunk_size=1000):
        allowed = case.due_at - case.opened_at
        case.clock_from = case.opened_at
        case.allowance_hours = allowed.total_seconds() / 3600
        case.soon_at = case.opened_at + 0.75 * allowed
        case.respond_by = case.opened_at + min(allowed, allowed / 2)
        case.save(update_fields=["clock_from", "allowance_hours", "soon_at", "respond_by"])
        Assignment.objects.filter(case=case).update(
            clock_from=F("assigned_at"),
            allowance_hours=case.allowance_hours,
            clock_basis=case.clock_basis,
            soon_at=case.soon_at,
        )
    rows = Case.objects.values_list("pk", "title", "text").iterator(chunk_size=1000)
    INDEX.add((pk, f"{title}\n{text}") for pk, title, text in rows)


def create(apps, schema_editor):
    for statement in INDEX.create_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {INDEX.table}", params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_joint_handling")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

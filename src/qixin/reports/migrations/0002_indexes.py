"""Tables that no model describes: the full-text index and the bands of signatures."""

from django.db import migrations

from qixin.reports.band_table import REPORTS as BANDS
from qixin.reports.search import INDEX


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [*INDEX.create_statements(vendor), *BANDS.create_statements(vendor)]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for table in (INDEX.table, BANDS.name):
        schema_editor.execute(f"DROP TABLE {table}", params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

from django.db import migrations

# Wagtail's own table.
TABLE, UPDATED = "wagtailcore_page", "newsroom_page_updated"


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0018_found_quickly")]

    operations = [
        # The back office's list of a column with many stories: those changed last.
        migrations.RunSQL(
            f"CREATE INDEX {UPDATED} ON {TABLE} (latest_revision_created_at, id)",
            f"DROP INDEX {UPDATED}",
        ),
    ]

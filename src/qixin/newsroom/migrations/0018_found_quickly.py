from django.db import migrations, models

# Wagtail's own table; what is in work is a handful among all that was ever published.
TABLE = "wagtailcore_page"
NOT_LIVE, CHANGED = "newsroom_page_not_live", "newsroom_page_changed"


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0017_desk"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        # The desk's lists of what is in work.
        migrations.RunSQL(
            f"CREATE INDEX {NOT_LIVE} ON {TABLE} (id) WHERE NOT live", f"DROP INDEX {NOT_LIVE}"
        ),
        migrations.RunSQL(
            f"CREATE INDEX {CHANGED} ON {TABLE} (id) WHERE has_unpublished_changes",
            f"DROP INDEX {CHANGED}",
        ),
        # The job that looks for stories without a file.
        migrations.AddIndex(
            "story",
            models.Index(
                fields=["page_ptr"], condition=models.Q(file_path=""), name="story_without_file"
            ),
        ),
    ]

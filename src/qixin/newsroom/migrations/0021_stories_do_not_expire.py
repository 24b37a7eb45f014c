from django.db import migrations


def take_expiry_away(apps, schema_editor):
    """A story leaves the site with a notice: nothing else may take it off."""
    stories = apps.get_model("newsroom", "Story").objects.filter(expire_at__isnull=False)
    keys = list(stories.values_list("pk", flat=True))
    apps.get_model("wagtailcore", "Page").objects.filter(pk__in=keys).update(expire_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0020_clips_shown"),
    ]

    operations = [
        migrations.RunPython(take_expiry_away, migrations.RunPython.noop),
    ]

"""Steps of the one approval that there was before become plain ones of Wagtail's, kept as history."""

from django.db import migrations


def make_plain(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects
    tasks = apps.get_model("wagtailcore", "Task").objects
    former = types.filter(app_label="newsroom", model="approvalbyanother").first()
    if former is not None:
        plain, _made = types.get_or_create(app_label="wagtailcore", model="task")
        tasks.filter(content_type=former).update(content_type=plain, active=False)


class Migration(migrations.Migration):

    dependencies = [
        ("newsroom", "0003_picture_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_plain, migrations.RunPython.noop)]

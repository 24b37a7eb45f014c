from django.db import migrations, models
from django.db.models import TextField
from django.db.models.functions import Cast

AT_ONCE = 200


def note_clips(apps, _schema_editor):
    """What stories show that are out: else their clips would be gone until they are published
    again."""
    stories = apps.get_model("newsroom", "Story").objects
    rows = apps.get_model("newsroom", "PublicText").objects
    there = set(apps.get_model("newsroom", "Clip").objects.values_list("pk", flat=True))
    with_clips = stories.annotate(text=Cast("body", TextField())).filter(
        live=True, text__contains='"clip"'
    )
    for story in with_clips.order_by("pk").iterator(chunk_size=AT_ONCE):
        blocks = [block for block in story.body.raw_data if block["type"] == "clip"]
        named = {str(block["value"].get("clip") or "") for block in blocks}
        row = rows.filter(pk=story.pk).first()
        if row is not None:
            row.clips.set({int(key) for key in named if key.isascii() and key.isdigit()} & there)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0019_updated")]

    operations = [
        migrations.AddField(
            model_name="publictext",
            name="clips",
            field=models.ManyToManyField(related_name="+", to="newsroom.clip"),
        ),
        migrations.AddIndex(
            model_name="clip",
            index=models.Index(fields=["folder"], name="clip_folder"),
        ),
        migrations.RunPython(note_clips, migrations.RunPython.noop),
    ]

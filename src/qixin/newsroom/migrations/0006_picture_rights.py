"""Pictures that correspondents sent in were sent to be shown; of all others somebody has to say."""

from django.db import migrations


def consent(apps, schema_editor):
    pictures = apps.get_model("newsroom", "Picture").objects
    sent = pictures.filter(attachment__report__sender__isnull=False)
    sent.update(rights="consent")


class Migration(migrations.Migration):

    dependencies = [("newsroom", "0005_three_reviews")]

    operations = [migrations.RunPython(consent, migrations.RunPython.noop)]

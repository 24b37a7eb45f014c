"""The types that a district begins with; an administrator edits them."""

from django.db import migrations

TYPES = (
    ("资金", "Finance"),
    ("运输与通行证", "Transport and passes"),
    ("原材料", "Raw materials"),
    ("销售", "Sales"),
    ("用工", "Labour"),
    ("审批", "Permits"),
    ("防护物资", "Protective goods"),
    ("能源", "Energy"),
    ("其他", "Other"),
)


def create(apps, schema_editor):
    CaseType = apps.get_model("cases", "CaseType")
    for position, (name, name_en) in enumerate(TYPES):
        CaseType.objects.get_or_create(
            name=name, defaults={"name_en": name_en, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_existing_clocks")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

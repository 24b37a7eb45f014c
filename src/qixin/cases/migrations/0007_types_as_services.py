"""The types that a district has are services of Open311 from now on."""

from django.db import migrations


def offer(apps, schema_editor):
    CaseType = apps.get_model("cases", "CaseType")
    Label = apps.get_model("reports", "Label")
    for row in CaseType.objects.all():
        Label.objects.get_or_create(
            district=row.district,
            kind="service",
            code=f"case-{row.pk}",
            defaults={
                "name": f"企业诉求：{row.name}",
                "name_en": f"Enterprise: {row.name_en}" if row.name_en else "",
                "group": "企业诉求 · Enterprises' difficulties",
                "unit_id": row.lead_unit_id,
                "is_active": row.retired_at is None,
                "position": 100 + row.position,
            },
        )


def withdraw(apps, schema_editor):
    apps.get_model("reports", "Label").objects.filter(
        kind="service", code__startswith="case-"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_types"), ("reports", "0005_sources")]
    operations = [migrations.RunPython(offer, withdraw)]

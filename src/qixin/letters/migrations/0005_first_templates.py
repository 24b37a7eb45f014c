"""The templates that a district begins with; an administrator edits them."""

from django.db import migrations

TEMPLATES = (
    (
        "商请车辆通行",
        "Let lorries pass",
        "关于商请协助{企业}原材料运输车辆通行的函",
        "疫情发生以来，承蒙贵地对我区企业复工复产的大力支持。我区{企业}系疫情防控物资生产企业，"
        "其所需○○由贵地企业供应，现因运输车辆通行受阻，库存仅可维持○天。\n"
        "恳请贵地协调有关部门，对承运车辆（车牌号见附件）查验通行证后予以放行。我区将对进出车辆及"
        "驾驶人员落实测温、登记、消毒等防控措施。\n"
        "盼予支持并复函。",
    ),
    (
        "商请配套企业复工",
        "Let a supplier resume work",
        "关于商请支持{企业}配套企业复工的函",
        "我区{企业}承担○○生产任务，贵地○○有限公司为其关键零部件配套企业。因配套企业尚未复工，"
        "我区企业面临停产。\n"
        "恳请贵地在确保疫情防控的前提下，支持该企业优先复工，并告知预计复工时间。\n"
        "盼予支持并复函。",
    ),
    (
        "商请务工人员返岗",
        "Let workers come back",
        "关于商请协助我区企业务工人员返岗的函",
        "我区重点企业已陆续复工，尚有○名籍在贵地的员工未能返岗。我区拟于○月○日安排专车“点对点”接返，"
        "全程落实防护措施。\n"
        "恳请贵地协助核验上述人员健康状况，并为其出行提供便利。\n"
        "盼予支持并复函。",
    ),
)


def create(apps, schema_editor):
    LetterTemplate = apps.get_model("letters", "LetterTemplate")
    for name, name_en, title, body in TEMPLATES:
        LetterTemplate.objects.get_or_create(
            name=name, defaults={"name_en": name_en, "title": title, "body": body}
        )


class Migration(migrations.Migration):
    dependencies = [("letters", "0004_templates")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

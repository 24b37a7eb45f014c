from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0021_stories_do_not_expire"),
    ]

    operations = [
        # One kind more.
        migrations.AlterField(
            model_name="override",
            name="kind",
            field=models.CharField(
                choices=[
                    ("personal_data", "Personal data"),
                    ("picture", "Credit or rights of a picture"),
                    ("credits", "Credits of the senders"),
                    ("claim", "A claim not yet verified"),
                    ("notice", "No notice to the readers"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
    ]

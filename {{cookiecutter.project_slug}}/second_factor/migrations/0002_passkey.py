from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("second_factor", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="factor",
            name="credential_id",
            field=models.CharField(
                blank=True, max_length=1364, null=True, unique=True
            ),
        ),
    ]

from typing import Any

from django.db import migrations, models


def delete_passkeys(apps: Any, schema_editor: Any) -> None:
    """Without this migration, a passkey could not be used."""
    factors = apps.get_model("second_factor", "Factor").objects
    factors.using(schema_editor.connection.alias).filter(kind="passkey").delete()


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
        migrations.RunPython(migrations.RunPython.noop, delete_passkeys),
    ]

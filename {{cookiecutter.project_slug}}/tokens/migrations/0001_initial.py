import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("generation", models.PositiveIntegerField(default=0)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("ip_address", models.GenericIPAddressField(null=True)),
                ("amr", models.CharField(blank=True, max_length=100)),
                ("authenticated_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("rotated_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("logout", "logged out"),
                            ("user", "ended by the user"),
                            ("staff", "ended by staff"),
                            ("reuse", "a refresh token was used again"),
                            ("password", "the password was changed"),
                            # template: if cookiecutter.second_factor != "none"
                            ("second_factor", "a second factor was removed"),
                            # template: endif
                            ("deactivation", "the account was deactivated"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]

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
                ("generation", models.PositiveIntegerField(default=0, verbose_name="generation")),
                ("user_agent", models.CharField(blank=True, max_length=200, verbose_name="user agent")),
                ("ip_address", models.GenericIPAddressField(null=True, verbose_name="IP address")),
                ("amr", models.CharField(blank=True, max_length=100, verbose_name="authenticated by")),
                ("authenticated_at", models.DateTimeField(verbose_name="authenticated at")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("rotated_at", models.DateTimeField(verbose_name="rotated at")),
                ("last_used_at", models.DateTimeField(verbose_name="last used at")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="expires at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
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
                        verbose_name="end reason",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions"},
        ),
    ]

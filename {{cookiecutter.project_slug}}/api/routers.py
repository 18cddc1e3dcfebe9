"""Reads from the primary database what decides who may do what.

A replica lags behind: there, a session that was ended is still active for a moment, and an
old password still the right one.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import router
from django.db.models import Model


class PrimaryRouter:
    """Reads the models of the apps in READ_FROM_PRIMARY where they are written.

    Where that is, other routers decide. It has to be the first in DATABASE_ROUTERS.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        if model._meta.app_label in settings.READ_FROM_PRIMARY:
            return router.db_for_write(model, **hints)
        return None


@register(Tags.security)
def check_routers(**kwargs: Any) -> list[Error]:
    labels = sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in settings.READ_FROM_PRIMARY
        if router.db_for_read(model) != router.db_for_write(model)
    )
    if not labels:
        return []
    return [
        Error(
            f"DATABASE_ROUTERS has {', '.join(labels)} read from another database than "
            "it is written to: what is revoked would go on for a moment.",
            hint="Make api.routers.PrimaryRouter the first in DATABASE_ROUTERS.",
            id="api.E032",
        )
    ]

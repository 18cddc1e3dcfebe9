"""Reads from the primary database what decides about access.

A replica lags behind: for a moment, a revoked session would be active there, and the
previous password the right one.
"""

from typing import Any

from django.conf import settings
from django.db import router
from django.db.models import Model


class PrimaryRouter:
    """Reads the models of the apps in READ_FROM_PRIMARY from where they are written.

    Other routers decide where that is. It has to be the first in DATABASE_ROUTERS, which
    `check` verifies.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        if model._meta.app_label in settings.READ_FROM_PRIMARY:
            return router.db_for_write(model, **hints)
        return None

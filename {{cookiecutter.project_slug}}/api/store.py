"""The cache, where it has to be relied on: what is counted there keeps attackers out."""

import base64
import pickle
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache.backends import db
from django.db import connections, router, transaction
from django.utils import timezone

from api.errors import Unavailable


@contextmanager
def required() -> Iterator[None]:
    """Raise Unavailable where the cache does not answer, so that a limit is kept.

    Each cache has exceptions of its own for that, and Django has none for all.
    """
    try:
        yield
    except Exception as error:
        raise Unavailable from error


class DatabaseCache(db.DatabaseCache):
    """Counts each request once, also those that come at the same time.

    Django's own reads, adds and writes: of thirty at once most read the same number.
    It also has what it counted expire after five minutes, whatever it was kept for.
    """

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        name = self.make_and_validate_key(key, version=version)
        alias = router.db_for_write(self.cache_model_class)
        connection = connections[alias]
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            # Changes nothing, and makes all others wait for the row.
            cursor.execute(
                f"UPDATE {table} SET cache_key = cache_key "  # noqa: S608
                "WHERE cache_key = %s AND expires > %s",
                [name, now],
            )
            if not cursor.rowcount:
                raise ValueError(f"Key '{key}' not found")
            cursor.execute(f"SELECT value FROM {table} WHERE cache_key = %s", [name])  # noqa: S608
            value: int = pickle.loads(base64.b64decode(cursor.fetchone()[0])) + delta  # noqa: S301
            text = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode()
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s",  # noqa: S608
                [text, name],
            )
        return value

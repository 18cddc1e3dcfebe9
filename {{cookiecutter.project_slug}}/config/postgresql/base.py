"""Django's backend for PostgreSQL, with a test of kept connections that sends nothing."""

import selectors
import time

from django.db.backends.postgresql import base

# In seconds. A connection is tested with a statement when the last such test is older.
TESTED_FOR = 1


class DatabaseWrapper(base.DatabaseWrapper):
    """Tests a kept connection before a request without a statement.

    CONN_HEALTH_CHECKS sends `SELECT 1`, which doubles the round trips of most requests. A
    server that stops or ends a session closes the connection, and this can be read here.
    What cannot be read, a server that has vanished, is found by a statement once a second.
    """

    tested_at = float("-inf")

    def is_usable(self) -> bool:
        now = time.monotonic()
        # After an error, Django asks whether the session still works: that takes a statement.
        if (
            self.connection is not None
            and not self.connection.closed
            and not self.errors_occurred
            and now - self.tested_at < TESTED_FOR
            and not self._has_received()
        ):
            return True
        usable: bool = super().is_usable()
        if usable:
            self.tested_at = now
        return usable

    def _has_received(self) -> bool:
        """Return whether the server sent something since the last response, or closed."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection.fileno(), selectors.EVENT_READ)
            return bool(selector.select(timeout=0))

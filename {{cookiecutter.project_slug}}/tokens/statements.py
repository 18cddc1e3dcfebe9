"""SQL statements that are compiled once.

Django compiles a queryset each time that it is executed, which takes longer than the
database takes to execute it. The SQL of these statements is taken from the ORM at their
first use; from then on only the values differ.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db import OperationalError, connections, models, transaction
from django.db.models import Expression, QuerySet
from django.db.models.sql import Query, UpdateQuery
from django.utils import timezone
from rest_framework_simplejwt.tokens import Token

from tokens.models import Session
from users.models import User

MAX_ATTEMPTS = 5
# PostgreSQL's codes for a serialization failure and a deadlock.
CONFLICTS = {"40001", "40P01"}

# The field that adapts a value of a type to the database.
FIELDS: dict[type, "models.Field[Any, Any]"] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    int: models.IntegerField(),
    str: models.CharField(),
}


class Parameter(Expression):
    """Stands for a value in a query, and in the parameters of its SQL."""

    def __init__(self, name: str, output_field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Statement:
    """A statement; `build` gets a Parameter for each value, and returns the query."""

    def __init__(self, build: Callable[..., Query]) -> None:
        self.build = build
        self.compiled: dict[str, tuple[Query, str, list[Any], dict[int, Any]]] = {}

    def rows(self, using: str, **values: UUID | datetime) -> list[Any]:
        """Execute a SELECT, and return the rows as sequences."""
        query, text, parameters, converters = self._compile(using, values)
        compiler = query.get_compiler(using)
        with compiler.connection.cursor() as cursor:
            cursor.execute(text, _adapt(parameters, values, compiler.connection))
            rows: Iterable[Any] = cursor.fetchall()
        if converters:
            rows = compiler.apply_converters(rows, converters)
        return list(rows)

    def update(self, using: str, **values: UUID | datetime | int | str) -> int:
        """Execute an UPDATE, and return the number of rows that it found."""
        _, text, parameters, _ = self._compile(using, values)
        connection = connections[using]

        def execute() -> int:
            with (
                transaction.mark_for_rollback_on_error(using),
                connection.cursor() as cursor,
            ):
                cursor.execute(text, _adapt(parameters, values, connection))
                count: int = cursor.rowcount
            return count

        return repeat_after_conflicts(using, execute)

    def _compile(
        self, using: str, values: dict[str, Any]
    ) -> tuple[Query, str, list[Any], dict[int, Any]]:
        if using not in self.compiled:
            query = self.build(
                **{
                    name: Parameter(name, _field_of(value))
                    for name, value in values.items()
                }
            )
            compiler = query.get_compiler(using)
            text, parameters = compiler.as_sql()
            columns = [column for column, *_ in compiler.select or []]
            converters = compiler.get_converters(columns)
            self.compiled[using] = query, text, list(parameters), converters
        return self.compiled[using]


@cache
def columns(model: type[models.Model], prefix: str = "") -> list[str]:
    """Return the names of a model's columns, in the order of `from_db`."""
    return [prefix + field.attname for field in model._meta.concrete_fields]


def updating(queryset: "QuerySet[Any]", **changes: Any) -> Query:
    """Return the query of an UPDATE, for `Statement`."""
    query = cast("Any", queryset.query).chain(UpdateQuery)
    query.add_update_values(changes)
    return cast("Query", query)


def repeat_after_conflicts(using: str, update: Callable[[], int]) -> int:
    """Update, and repeat it after a serialization failure or a deadlock.

    They occur at isolation levels above READ COMMITTED. In a transaction, only the caller
    can repeat the transaction.
    """
    if connections[using].in_atomic_block:
        return update()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        try:
            return update()
        except OperationalError as error:
            is_conflict = getattr(error.__cause__, "sqlstate", None) in CONFLICTS
            if not is_conflict or attempt == MAX_ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _field_of(value: Any) -> "models.Field[Any, Any]":
    """Return the field of a value; libraries that move the clock subclass datetime."""
    return next(field for type_, field in FIELDS.items() if isinstance(value, type_))


def _adapt(parameters: list[Any], values: dict[str, Any], connection: Any) -> list[Any]:
    return [
        each.output_field.get_db_prep_value(values[each.name], connection)
        if isinstance(each, Parameter)
        else each
        for each in parameters
    ]


def _active_sessions(session_id: Any, user_id: Any, now: Any) -> "QuerySet[Session]":
    sessions = Session.objects.active(now)
    return sessions.filter(pk=session_id, user=user_id, user__is_active=True)


def parameters_of(token: Token) -> dict[str, UUID | datetime]:
    """Return the values for FIND_USER and FIND_SESSION."""
    return {
        "session_id": UUID(token["sid"]),
        "user_id": UUID(token["sub"]),
        "now": timezone.now(),
    }


FIND_USER = Statement(
    lambda **token: (
        _active_sessions(**token).values_list(*columns(User, "user__")).query
    )
)
FIND_SESSION = Statement(
    lambda **token: (
        _active_sessions(**token)
        # A row for each group of the user, or one without a group.
        .values_list(*columns(Session), *columns(User, "user__"), "user__groups__name")
        .query
    )
)
END = Statement(
    lambda session_id, now, reason: updating(
        Session.objects.filter(pk=session_id, ended_at=None),
        ended_at=now,
        end_reason=reason,
    )
)

"""Work that the answer does not wait for.

So its time tells nothing, about an account that is there or not for instance, and a slow
mail server is nobody's problem. Work that must survive a crash needs a queue; this is not
one. A worker that shuts down finishes what was begun.
"""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections

logger = structlog.stdlib.get_logger("background")

executor = ThreadPoolExecutor(
    # The executor takes no 0, with which it is not used.
    max_workers=max(settings.BACKGROUND_THREADS, 1),
    thread_name_prefix="background",
)


def run_later(task: Callable[..., None], **arguments: Any) -> None:
    """Call a function in a thread of its own, with the request's name in its log lines."""
    if settings.BACKGROUND_THREADS:
        executor.submit(copy_context().run, _in_thread, task, arguments)
    else:
        attempt(task, arguments)


def attempt(task: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Call a function, and write down what goes wrong: there is nobody to tell."""
    try:
        task(**arguments)
    except Exception as error:
        # Not the error's text, in which a mail server repeats whom it was to write to.
        logger.error(
            "background_task_failed",
            task=task.__name__,
            error=type(error).__name__,
            stack="".join(traceback.format_tb(error.__traceback__)),
        )


def _in_thread(task: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Do what Django does for a request: no database connection is kept too long."""
    close_old_connections()
    try:
        attempt(task, arguments)
    finally:
        close_old_connections()

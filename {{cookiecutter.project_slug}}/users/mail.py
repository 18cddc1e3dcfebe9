"""Mail to users, sent after the response. Its texts are in `users/templates/mail`.

The time of a response then does not tell whether an account exists, and a slow mail server
delays no request. Mail that has to survive a crash needs a task queue.
"""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import close_old_connections
from django.dispatch import receiver
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from rest_framework.exceptions import APIException

from users.models import User
from users.signals import password_changed

logger = structlog.stdlib.get_logger("background")

executor = ThreadPoolExecutor(
    # With 0 threads the executor is not used, but it does not accept 0.
    max_workers=max(settings.BACKGROUND_THREADS, 1),
    thread_name_prefix="background",
)


class InvalidLink(APIException):
    """The same for a link that is malformed, expired, used, replaced or not a user's."""

    status_code = 400
    default_detail = "The link does not work: it is too old, or was used or replaced."
    default_code = "invalid_link"


def send(template: str, *, to: str, **context: Any) -> None:
    """Send `mail/TEMPLATE.txt`, whose first line is the subject.

    `mail/TEMPLATE.html`, if it exists, is added as the HTML version of the same mail.
    """
    context |= {
        "project_name": settings.PROJECT_NAME,
        "frontend_url": settings.FRONTEND_URL,
    }
    subject, _, body = render_to_string(f"mail/{template}.txt", context).partition("\n")
    message = EmailMultiAlternatives(subject, body.lstrip("\n"), to=[to])
    try:
        html = render_to_string(f"mail/{template}.html", context)
    except TemplateDoesNotExist:
        pass
    else:
        message.attach_alternative(html, "text/html")
    message.send()


def run_later(task: Callable[..., None], **arguments: Any) -> None:
    """Call a function in another thread, with the request ID in its log lines.

    A worker that shuts down finishes the tasks it has accepted.
    """
    if settings.BACKGROUND_THREADS:
        executor.submit(copy_context().run, _run_in_thread, task, arguments)
    else:
        _run(task, arguments)


@receiver(password_changed)
def tell_owner(user: User, **kwargs: Any) -> None:
    """Tell the owner of an account that its password was changed."""
    if user.email:
        run_later(send, template="password_changed", to=user.email, user=user)


def _run_in_thread(task: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Close database connections as Django does before and after a request."""
    close_old_connections()
    try:
        _run(task, arguments)
    finally:
        close_old_connections()


def _run(task: Callable[..., None], arguments: dict[str, Any]) -> None:
    try:
        task(**arguments)
    except Exception as error:
        # Not the text of the error: a mail server repeats the recipient's address in it.
        logger.error(
            "background_task_failed",
            task=task.__name__,
            error=type(error).__name__,
            stack="".join(traceback.format_tb(error.__traceback__)),
        )

"""Mail to users, sent in another thread. Its texts are in `users/templates/mail`.

The response does not wait for it: its time does not reveal whether an account exists, and a
slow mail server delays no request. A crash loses mail; a task queue would keep it.
"""

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections
from django.dispatch import receiver
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from api.addresses import client_address
from api.throttling import logged_in_elsewhere
from users.models import User
from users.programs import known_names
from users.signals import password_changed

logger = structlog.stdlib.get_logger("background")

executor = ThreadPoolExecutor(
    # With BACKGROUND_THREADS = 0 it is not used, but it does not accept 0 either.
    max_workers=max(settings.BACKGROUND_THREADS, 1),
    thread_name_prefix="background",
)


def send(template: str, *, to: str, **context: Any) -> None:
    """Send `mail/TEMPLATE.txt`, whose first line is the subject, in the active language.

    `mail/de/TEMPLATE.txt` is its German text.
    """
    context |= {
        "project_name": settings.PROJECT_NAME,
        "frontend_url": settings.FRONTEND_URL,
    }
    names = [f"mail/{get_language()}/{template}.txt", f"mail/{template}.txt"]
    subject, _, body = render_to_string(names, context).partition("\n")
    EmailMessage(subject, body.lstrip("\n"), to=[to]).send()


def run_later(task: Callable[..., None], **arguments: Any) -> None:
    """Call a function in another thread, with the language and the ID of the request.

    With BACKGROUND_THREADS = 0 it is called at once. A worker that shuts down finishes
    its tasks first.
    """
    if settings.BACKGROUND_THREADS:
        # The context has the ID for the log, but not the language.
        context, language = copy_context(), get_language()
        executor.submit(context.run, _run_in_thread, task, arguments, language)
    else:
        _run(task, arguments)


@receiver(password_changed)
def tell_owner(user: User, **kwargs: Any) -> None:
    """Tell the owner of an account that its password was changed."""
    if user.email:
        run_later(send, template="password_changed", to=user.email, user=user)


@receiver(logged_in_elsewhere)
def tell_of_login(user: User, request: HttpRequest, **kwargs: Any) -> None:
    """Tell the owner of an account of a login from a new address, except of the first.

    With LOGIN_NOTICES, a user without `last_login` has not logged in yet.
    """
    if not settings.LOGIN_NOTICES:
        return
    if user.last_login is None:
        # Not user.save(): the user may have been deleted in the meantime.
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    elif user.email:
        run_later(
            send,
            template="logged_in",
            to=user.email,
            user=user,
            time=f"{timezone.now():%Y-%m-%d %H:%M} UTC",
            address=client_address(request),
            program=known_names(request.headers.get("User-Agent", "")),
        )


def _run_in_thread(
    task: Callable[..., None], arguments: dict[str, Any], language: str | None
) -> None:
    """Run a task, and close old database connections as Django does for a request."""
    close_old_connections()
    try:
        with override(language):
            _run(task, arguments)
    finally:
        close_old_connections()


def _run(task: Callable[..., None], arguments: dict[str, Any]) -> None:
    try:
        task(**arguments)
    except Exception as error:
        # Without the text of the error: it can contain the recipient's address.
        logger.error(
            "background_task_failed",
            task=task.__name__,
            error=type(error).__name__,
            stack="".join(traceback.format_tb(error.__traceback__)),
        )

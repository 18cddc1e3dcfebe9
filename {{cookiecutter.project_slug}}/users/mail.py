"""Mail to users. What it says stands in `users/templates/mail`, for its owner to edit."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string


def send(template: str, *, to: str, **context: Any) -> None:
    """Send `mail/TEMPLATE.txt`, whose first line is the subject.

    If there is a `mail/TEMPLATE.html` beside it, it goes along as the same in HTML.
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

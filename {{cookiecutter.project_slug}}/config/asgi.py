"""The service as an ASGI application."""

import os

from django.core.asgi import get_asgi_application

from config.boot import limit_statements, refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Each request has a thread of its own there, and would leave its connection behind.
os.environ.setdefault("CONN_MAX_AGE", "0")

refuse_unsafe_settings()
limit_statements()
application = get_asgi_application()

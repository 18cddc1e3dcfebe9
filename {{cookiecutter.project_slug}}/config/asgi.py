"""The service as an ASGI application."""

import os

from django.core.asgi import get_asgi_application

from config.boot import limit_statements, refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Each request has its own thread, which would keep its connection.
os.environ.setdefault("CONN_MAX_AGE", "0")

refuse_unsafe_settings()
limit_statements()
application = get_asgi_application()

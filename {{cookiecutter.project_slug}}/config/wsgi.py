"""The service as a WSGI application: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from config.boot import limit_statements, refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

refuse_unsafe_settings()
limit_statements()
application = get_wsgi_application()

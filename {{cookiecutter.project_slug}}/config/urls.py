"""The paths of the service. Those of a module are at its end."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from api.views import live, no_icon, ready

api = [
    # Django tries them in this order, and most requests are for the first two.
    path("users/", include("users.views")),
    path("", include("tokens.views")),
    # template: if cookiecutter.second_factor == "none"
    path("", include("tokens.password_change")),
    path("", include("tokens.step_up")),
    # template: endif
    # template: if cookiecutter.second_factor != "none"
    path("", include("second_factor.login")),
    path("users/me/factors/", include("second_factor.views")),
    # template: endif
    # template: if cookiecutter.second_factor == "passkeys"
    path("", include("second_factor.passkey_views")),
    # template: endif
    # template: if cookiecutter.blacklisting != "none"
    path("", include("tokens.logout")),
    # template: endif
    # template: if cookiecutter.blacklisting == "sessions"
    path("", include("tokens.session_views")),
    # template: endif
    # template: if cookiecutter.drf_token_auth
    path("", include("tokens.api_token_view")),
    # template: endif
    # template: if cookiecutter.registration != "closed"
    path("users/", include("users.registration")),
    # template: endif
    # template: if cookiecutter.password_reset
    path("users/", include("users.password_reset")),
    # template: endif
    # template: if cookiecutter.__mail
    path("users/", include("users.email_change")),
    # template: endif
    # template: if cookiecutter.bookstore_example
    path("", include("bookstore.urls")),
    # template: endif
    # template: if cookiecutter.pyjwt_example
    path("", include("by_hand.urls")),
    # template: endif
    path("", include("api.views")),
]

urlpatterns = [
    path(f"{settings.API_PREFIX}/", include(api)),
    path("health/live/", live, name="live"),
    path("health/ready/", ready, name="ready"),
    # template: if cookiecutter.signing_algorithm != "HS256"
    path("", include("tokens.jwks")),
    # template: endif
    path("admin/", admin.site.urls),
    path("favicon.ico", no_icon),
    # Uploaded files, in development only: docs/production.md.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

# template: if cookiecutter.playground
# Only config/settings/local.py installs it.
if "playground" in settings.INSTALLED_APPS:
    urlpatterns.append(path("", include("playground.views")))

# template: endif
handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"

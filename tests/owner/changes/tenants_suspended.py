"""SimpleJWT's USER_AUTHENTICATION_RULE: the users of a suspended tenant stay outside."""

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    """After `tenants`, whose models it needs."""
    project.replace(
        "config/settings/tokens.py",
        "SIMPLE_JWT: dict[str, Any] = {",
        'SIMPLE_JWT: dict[str, Any] = {\n    "USER_AUTHENTICATION_RULE": '
        '"tenants.rules.may_log_in",',
    )
    # A test compares the page with the settings, and says so.
    default = (
        "`rest_framework_simplejwt.authentication.default_user_authentication_rule`"
    )
    project.replace(
        "docs/settings.md",
        f"{default} | {default}",
        f"`tenants.rules.may_log_in` | {default}",
    )


def use(service: RunningService) -> None:
    service.make_user("cleo")
    headers = service.headers("cleo")
    suspend = (
        "from users.models import User; from tenants.models import Tenant;"
        "tenant, _ = Tenant.objects.update_or_create(slug='gone', defaults={});"
        "User.objects.filter(email='cleo@example.com').update(tenant=tenant);"
        "Tenant.objects.filter(slug='gone').update(is_suspended="
    )
    me = f"{service.api}users/me/"
    for is_suspended, status in ((False, 200), (True, 401), (False, 200)):
        service.project.manage("shell", "-c", f"{suspend}{is_suspended})")
        assert service.client.get(me, headers=headers).status_code == status

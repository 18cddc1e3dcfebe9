from django.test import Client
from django.urls import reverse

from users.models import User


def test_a_session_of_the_admin_does_not_authenticate(
    client: Client, user: User
) -> None:
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200

    response = client.get(reverse("me"))

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'

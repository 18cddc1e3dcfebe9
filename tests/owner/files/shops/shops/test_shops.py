import warnings

import pytest
from django.core.management import call_command

from shops.models import Shop


@pytest.mark.django_db
def test_a_command_opens_a_shop(capsys):
    call_command("open_shop", "Tea")

    assert Shop.objects.get().name == "Tea"
    assert capsys.readouterr().out == "1 shop(s)\n"


@pytest.mark.parametrize("path", ["/nope", "/admin/login/"])
def test_the_middleware_is_there(client, db, path):
    assert client.get(path)["X-Powered-By"] == "shops"


def test_a_deprecated_function_of_a_library_is_no_failure():
    warnings.warn("old", DeprecationWarning, stacklevel=1)

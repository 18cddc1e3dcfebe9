"""The fields of a user in the API: never the hash of the password."""

from api.fields import ModelSerializer
from users.models import User


class UserSerializer(ModelSerializer):
    class Meta:
        model = User
        fields = [
            "id",
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "email",
            "first_name",
            "last_name",
        ]
        # These identify the account: a change needs an endpoint of its own.
        read_only_fields = [
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "email",
        ]

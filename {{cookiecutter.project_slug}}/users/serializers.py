"""What the API shows of a user: never the hash of the password."""

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
        # An endpoint of their own has to change the names that a user logs in with.
        read_only_fields = [
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "email",
        ]

"""What the API says of a user: never the password's hash."""

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
        # What somebody logs in with is not changed in passing.
        read_only_fields = [
            # template: if cookiecutter.login_field == "username"
            "username",
            # template: endif
            "email",
        ]

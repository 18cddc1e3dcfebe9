"""SimpleJWT's pages in the admin, changed for tables with many tokens."""

from rest_framework_simplejwt.token_blacklist.admin import (
    BlacklistedTokenAdmin,
    OutstandingTokenAdmin,
)

from users.models import User

# A list of all tokens would be too long to choose from.
BlacklistedTokenAdmin.raw_id_fields = ["token"]
BlacklistedTokenAdmin.search_fields = (
    f"token__user__{User.USERNAME_FIELD}",
    "token__jti",
)
OutstandingTokenAdmin.search_fields = (f"user__{User.USERNAME_FIELD}", "jti")

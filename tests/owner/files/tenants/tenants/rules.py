from users.models import User


def may_log_in(user: User | None) -> bool:
    return (
        user is not None
        and user.is_active
        and not (user.tenant and user.tenant.is_suspended)
    )

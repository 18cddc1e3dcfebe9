"""Of concurrent requests with one code, one succeeds."""

from functools import partial
from typing import Any

from django.urls import reverse

from second_factor.models import Factor, RecoveryCode
from tests.client import with_token
from tests.races import at_once, while_locked, with_row_locks
from tests.second_factor.conftest import App, challenge_of, prove
from users.models import User


def statuses(responses: list[Any]) -> list[int]:
    return sorted(response.status_code for response in responses)


@with_row_locks
def test_one_of_concurrent_logins_with_a_code_succeeds(app: App, user: User) -> None:
    calls = [partial(prove, challenge_of(user), code=app.code()) for _ in range(8)]

    responses = while_locked(Factor.objects.all(), calls)

    assert statuses(responses) == [200] + [401] * 7


@with_row_locks
def test_one_of_concurrent_logins_with_a_recovery_code_succeeds(
    user: User, recovery_codes: list[str]
) -> None:
    code = recovery_codes[0]
    calls = [partial(prove, challenge_of(user), recovery_code=code) for _ in range(8)]

    responses = while_locked(RecoveryCode.objects.all(), calls)

    assert statuses(responses) == [200] + [401] * 7
    assert RecoveryCode.objects.count() == 9


@with_row_locks
def test_a_challenge_is_used_once_with_different_proofs(
    user: User, recovery_codes: list[str]
) -> None:
    challenge = challenge_of(user)
    calls = [
        partial(prove, challenge, recovery_code=code) for code in recovery_codes[:5]
    ]

    assert statuses(at_once(calls)) == [200] + [401] * 4


@with_row_locks
def test_one_of_concurrent_enrolments_adds_the_app(access: str, user: User) -> None:
    app = App(with_token(access).post(reverse("totp")).json()["secret"])

    def confirm() -> Any:
        path = reverse("totp_confirm")
        return with_token(access).post(path, {"code": app.code()})

    responses = while_locked(User.objects.all(), [confirm] * 5)

    assert statuses(responses) == [200] + [400] * 4
    assert Factor.objects.count() == 1
    assert RecoveryCode.objects.count() == 10

"""Passkeys: registering and using them (Web Authentication, level 3).

The challenges are those of second_factor/challenges.py: the browser returns them in what the
device has signed, so that nothing is stored until they are used.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from second_factor import challenges, factors
from second_factor.models import Factor, check_number
from users.models import User

KIND = "passkey"

# The purposes of the challenges.
REGISTER = "passkey.register"
USE = "passkey.use"

# An app for Android names itself by the hash of its certificate.
ANDROID = "android:apk-key-hash:"

REFUSED = _("This passkey cannot be added: its response is not valid here.")


def registration_options(user: User) -> dict[str, Any]:
    """Return what navigator.credentials.create() needs; raises what `check_number` does."""
    check_number(user, KIND)
    options = generate_registration_options(
        rp_id=settings.WEBAUTHN_RP_ID,
        rp_name=settings.PROJECT_NAME,
        # The device stores it and returns it at a login, so it is not a name.
        user_id=user.pk.bytes,
        user_name=user.get_username(),
        challenge=challenges.issue(REGISTER, user).encode(),
        exclude_credentials=_descriptors(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            # Without it, the passkey cannot log in alone.
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return options_to_json_dict(options)


def new_passkey(user: User, credential: dict[str, Any], name: str) -> Factor:
    """Return a new passkey, to be stored.

    Raises ValidationError, InvalidChallenge or Unavailable.
    """
    challenge = _challenge_in(credential)
    owner = challenges.read(REGISTER, challenge)
    try:
        if owner != user:
            raise ValueError
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=settings.WEBAUTHN_RP_ID,
            expected_origin=settings.WEBAUTHN_ORIGINS,
        )
    except Exception as error:
        # For data that is malformed, the library raises errors of many kinds.
        raise ValidationError(
            {"credential": REFUSED}, code="invalid_credential"
        ) from error
    challenges.use(challenge)
    return Factor(
        user=user,
        kind=KIND,
        name=name,
        credential_id=bytes_to_base64url(verified.credential_id),
        key=verified.credential_public_key,
        counter=verified.sign_count,
    )


def use_options(user: User | None) -> dict[str, Any]:
    """Return what navigator.credentials.get() needs.

    Without a user, the passkey alone is to log in: the device has to find it, and to verify
    the user, with a fingerprint or a PIN.
    """
    verification = UserVerificationRequirement("preferred" if user else "required")
    options = generate_authentication_options(
        rp_id=settings.WEBAUTHN_RP_ID,
        challenge=challenges.issue(USE).encode(),
        allow_credentials=_descriptors(user) if user else [],
        user_verification=verification,
    )
    return options_to_json_dict(options)


def find(credential: dict[str, Any]) -> Factor | None:
    """Return the passkey that a response names, which is not verified yet."""
    name = credential.get("id")
    if not isinstance(name, str) or "\0" in name:
        return None
    found = Factor.objects.select_related("user")
    return found.filter(credential_id=name, user__is_active=True).first()


def use(passkey: Factor, credential: dict[str, Any], *, alone: bool) -> bool:
    """Return whether the device of a passkey has signed a challenge that was not used yet.

    `alone` requires that the device has verified the user. Raises Unavailable.
    """
    challenge = _challenge_in(credential)
    try:
        challenges.read(USE, challenge)
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=settings.WEBAUTHN_RP_ID,
            expected_origin=settings.WEBAUTHN_ORIGINS,
            credential_public_key=bytes(passkey.key),
            # A copy of the key would send a count that was seen before.
            credential_current_sign_count=passkey.counter,
            require_user_verification=alone,
        )
        handle = credential["response"].get("userHandle")
    except Exception:
        # For data that is malformed, the library raises errors of many kinds.
        return False
    owner = bytes_to_base64url(passkey.user_id.bytes)
    if handle != owner and (alone or handle):
        return False
    try:
        challenges.use(challenge)
    except challenges.InvalidChallenge:
        return False
    unchanged = Factor.objects.filter(pk=passkey.pk, counter=passkey.counter)
    count = verified.new_sign_count
    return unchanged.update(counter=count, last_used_at=timezone.now()) == 1


def use_second(user: User, credential: dict[str, Any]) -> bool:
    """Use a passkey of a user whose password is known."""
    passkey = find(credential)
    if passkey is None or passkey.user_id != user.pk:
        return False
    return use(passkey, credential, alone=False)


factors.METHODS["credential"] = factors.Method(KIND, use_second, ["pop"])


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(base64url_to_bytes(factor.credential_id))
        for factor in Factor.objects.filter(user=user)
        if factor.credential_id
    ]


def _challenge_in(credential: dict[str, Any]) -> str:
    """Return the challenge in a response, or an empty text."""
    try:
        data = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        return base64url_to_bytes(data["challenge"]).decode()
    except Exception:
        return ""


@register(Tags.security)
def check_origins(**kwargs: Any) -> Iterator[Error]:
    rp_id = settings.WEBAUTHN_RP_ID
    for origin in settings.WEBAUTHN_ORIGINS or [""]:
        parts = urlsplit(origin)
        host = parts.hostname or ""
        is_safe = parts.scheme == "https" or host == "localhost"
        is_below = host == rp_id or host.endswith(f".{rp_id}")
        is_origin = origin == f"{parts.scheme}://{parts.netloc}" and not parts.username
        if not (is_safe and is_below and is_origin) and not origin.startswith(ANDROID):
            yield Error(
                f"WEBAUTHN_ORIGINS has {origin!r}, whose pages could not use the passkeys "
                f"of {rp_id!r} (WEBAUTHN_RP_ID).",
                hint="Write for example WEBAUTHN_RP_ID=example.com and "
                "WEBAUTHN_ORIGINS=https://app.example.com",
                id="second_factor.E003",
            )


@register(Tags.security, deploy=True)
def check_domain(**kwargs: Any) -> list[Error]:
    if settings.WEBAUTHN_RP_ID != "localhost":
        return []
    return [
        Error(
            "WEBAUTHN_RP_ID is localhost: no passkey could be used.",
            hint="Write the domain of your pages: WEBAUTHN_RP_ID=example.com",
            id="second_factor.E004",
        )
    ]

"""A device with a passkey, in software, and the requests with what it returns."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse
from rest_framework.test import APIClient
from webauthn.helpers import bytes_to_base64url, encode_cbor

from tests import transport

ORIGIN = "https://app.example.com"
RP_ID = "example.com"

OPTIONS = reverse("passkey_options")
REGISTER = reverse("passkey_registration")

# Bits of the authenticator data: the user is present, verified; a key is attached.
PRESENT, VERIFIED, ATTACHED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Its attributes can be changed, to those of an attacker or of a broken device."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    verifies: bool = True
    count: int = 0
    handle: str | None = None
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: token_bytes(32))

    @property
    def id(self) -> str:
        return bytes_to_base64url(self.credential_id)

    def create(self, options: dict[str, Any], type_: str = "webauthn.create") -> Any:
        """Return what navigator.credentials.create() returns for options, as JSON."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public_key = encode_cbor(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
        )
        length = len(self.credential_id).to_bytes(2, "big")
        attached = bytes(16) + length + self.credential_id + public_key
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(ATTACHED) + attached,
        }
        return self._response(
            clientDataJSON=self._client_data(options["challenge"], type_),
            attestationObject=encode_cbor(attestation),
        )

    def get(self, options: dict[str, Any], type_: str = "webauthn.get") -> Any:
        """Return what navigator.credentials.get() returns for options, as JSON."""
        if self.count:
            self.count += 1
        client_data = self._client_data(options["challenge"], type_)
        data = self._data()
        signed = data + sha256(client_data).digest()
        response = self._response(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self.key.sign(signed, ec.ECDSA(SHA256())),
        )
        response["response"]["userHandle"] = self.handle
        return response

    def _client_data(self, challenge: str, type_: str) -> bytes:
        about = {"type": type_, "challenge": challenge, "origin": self.origin}
        return json.dumps(about).encode()

    def _data(self, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        rp = sha256(self.rp_id.encode()).digest()
        return rp + bytes([flags]) + self.count.to_bytes(4, "big")

    def _response(self, **parts: bytes) -> dict[str, Any]:
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "response": {name: bytes_to_base64url(parts[name]) for name in parts},
        }


def registration_options(client: APIClient) -> dict[str, Any]:
    response = client.post(reverse("passkey_registration_options"))
    assert response.status_code == 200
    options: dict[str, Any] = response.json()
    return options


def register(client: APIClient, device: Device, **more: Any) -> Any:
    credential = device.create(registration_options(client))
    return client.post(REGISTER, {"credential": credential, **more})


def options(client: APIClient | None = None, **body: Any) -> dict[str, Any]:
    response = (client or transport.new_client()).post(OPTIONS, body)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def log_in_alone(credential: Any) -> Any:
    body = {"credential": credential}
    return transport.new_client().post(reverse("passkey_login"), body)


@pytest.fixture
def device(client: APIClient) -> Device:
    """A device whose passkey is registered."""
    device = Device()
    assert register(client, device).status_code == 201
    return device

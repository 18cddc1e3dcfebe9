"""What docs/extend.md says that needs no further package, all of it in one project."""

import json
import shutil
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from tests.owner.project import OwnersProject, RunningService
from tests.server import free_port
from tests.tokens import bearer
from tests.tokens import claims as decoded

SECTIONS = [
    "A field of the user",
    "A claim from a relation",
    "Another limit",
    "A setting",
    "Languages",
    "An upload",
    "Tokens after a social login",
    "A database replica",
    "A page with its own Content-Security-Policy",
    "Your own tests",
]

PORT = free_port()
SIGN = """
import json, jwt, sys
from cryptography.hazmat.primitives.asymmetric import rsa
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
tokens = [
    jwt.encode(payload, key, "RS256", headers={"kid": "1"})
    for payload in json.loads(sys.argv[1])
]
print(json.dumps([{"keys": [{**public, "kid": "1", "use": "sig"}]}, tokens]))
"""


def apply(project: OwnersProject) -> None:
    has_gettext = shutil.which("msgfmt") is not None
    sections = [each for each in SECTIONS if has_gettext or each != "Languages"]
    project.follow("docs/extend.md", *sections)
    if has_gettext:
        project.replace(
            "locale/de/LC_MESSAGES/django.po",
            'msgid "You have too many notes."\nmsgstr ""\n',
            'msgid "You have too many notes."\nmsgstr "Sie haben zu viele Notizen."\n',
        )
        project.manage("compilemessages", "--ignore", ".venv")
    else:
        print("LANGUAGES NOT FOLLOWED: there is no msgfmt")
    project.manage("makemigrations")
    variables = {
        "NOTES_PER_USER": "3",
        "THROTTLE_NOTES": "30/min",
        "OIDC_KEYS_URL": f"http://127.0.0.1:{PORT}",
        "OIDC_ISSUER": "https://accounts.example.com",
        "OIDC_CLIENT_ID": "acme",
    }
    project.append(".env", "".join(f"{k}={v}\n" for k, v in variables.items()))


def use(service: RunningService) -> None:
    service.make_user("meg")
    headers = service.headers("meg")
    use_field(service, headers)
    use_claim(service)
    use_page(service)
    use_social_login(service)
    use_notes(service, headers)


def claims(service: RunningService) -> dict[str, Any]:
    return decoded(service.log_in("meg")["access"])


def use_field(service: RunningService, headers: dict[str, str]) -> None:
    me = f"{service.api}users/me/"
    changed = service.client.patch(me, json={"job_title": "Poet"}, headers=headers)
    assert (changed.status_code, changed.json()["job_title"]) == (200, "Poet")
    assert service.log_in("meg")["user"]["job_title"] == "Poet"


def use_claim(service: RunningService) -> None:
    assert claims(service)["plan"] is None
    service.project.manage(
        "shell",
        "-c",
        "from users.models import Profile, User; "
        "Profile.objects.create(user=User.objects.get(email='meg@example.com'))",
    )
    assert claims(service)["plan"] == "free"


def use_page(service: RunningService) -> None:
    page = service.client.get("/about/")
    assert page.headers["Content-Security-Policy"] == (
        "img-src 'self' https://cdn.example.com"
    )


def use_social_login(service: RunningService) -> None:
    """With the keys of another service, which this test is for the moment."""
    payload = {
        "iss": "https://accounts.example.com",
        "aud": "acme",
        "exp": time.time() + 60,
        "email": "meg@example.com",
        "email_verified": True,
    }
    payloads = [
        payload,
        payload | {"email_verified": False},
        payload | {"email": "nobody@example.com"},
        payload | {"aud": "another"},
        payload | {"exp": 1},
    ]
    signed = service.project.run("-c", SIGN, json.dumps(payloads))
    keys, tokens = json.loads(signed.stdout)

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(keys).encode())

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", PORT), Keys) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        answers = [
            service.client.post(f"{service.api}social/", json={"id_token": token})
            for token in tokens
        ]
        server.shutdown()
    assert [answer.status_code for answer in answers] == [200, 400, 400, 400, 400]
    login = answers[0].json()
    me = service.client.get(f"{service.api}users/me/", headers=bearer(login["access"]))
    assert me.json()["email"] == "meg@example.com"
    by_cookie = service.project.answers.get("token_transport") == "cookie"
    assert ("refresh" in login) is not by_cookie
    proof = {"X-Requested-With": "tests"}
    refresh = f"{service.api}token/refresh/"
    refreshed = service.client.post(refresh, json=login, headers=proof)
    assert refreshed.status_code == 200, refreshed.text


def use_notes(service: RunningService, headers: dict[str, str]) -> None:
    notes = f"{service.api}notes/"

    def add(text: str, attachment: bytes) -> Any:
        return service.client.post(
            notes,
            data={"text": text},
            files={"attachment": ("receipt.txt", attachment)},
            headers=headers,
        )

    made = add("Receipt", b"Milk: 1.20")
    assert made.status_code == 201, made.text
    assert made.json()["attachment"].endswith("/media/notes/receipt.txt")
    assert add("Too large", bytes(10_000_001)).status_code == 413
    answers = [
        service.client.post(
            notes,
            json={"text": "Another"},
            headers={**headers, "Accept-Language": language},
        )
        for language in ("de", "de", "en", "de")
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 400, 400]
    assert "You have too many notes." in answers[2].text
    assert "Sie haben zu viele Notizen." in answers[3].text
    # More than two windows of a minute allow.
    answers = [service.client.get(notes, headers=headers) for _ in range(61)]
    assert {answer.status_code for answer in answers} == {200, 429}

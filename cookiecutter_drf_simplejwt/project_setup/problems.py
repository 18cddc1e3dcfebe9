"""Says in plain words what a tool's error means, where that is known."""

NO_INDEX = """\
  The packages could not be fetched. Are you offline, or behind a proxy that is not
  set (HTTPS_PROXY), or is the package index down?"""
NOT_TRUSTED = """\
  The certificate of the package index, or of a proxy before it, is not trusted.
  SSL_CERT_FILE names a file of certificates to trust for uv, PIP_CERT for pip."""
NO_ENSUREPIP = """\
  This Python has no ensurepip, which makes virtual environments. On Debian and Ubuntu:
  sudo apt install python3-venv. Or install uv, which does without."""

# Some of it is not obvious: "from versions: none" is how pip says that it got no answer.
MEANINGS = {
    "ensurepip": NO_ENSUREPIP,
    "certificate": NOT_TRUSTED,
    "from versions: none": NO_INDEX,
    "Failed to fetch": NO_INDEX,
    "network was disabled": NO_INDEX,
}


def is_about_certificates(output: str) -> bool:
    return meaning_of(output) == NOT_TRUSTED


def meaning_of(output: str) -> str | None:
    """Return what an error means, or None if it has to speak for itself."""
    for sign, meaning in MEANINGS.items():
        if sign in output:
            return meaning
    return None

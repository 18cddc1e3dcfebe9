"""How passwords are hashed."""

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: the minimum that OWASP names.

    Django's parameters take five times the memory and the time at every login, which an
    attacker could use to overload the service.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

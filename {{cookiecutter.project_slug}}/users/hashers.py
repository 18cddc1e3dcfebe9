"""How passwords are hashed."""

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane: OWASP's floor.

    Django's own figures take five times the memory and processor time at every login,
    and open a wider door for those who log in a thousand times a second to stop us.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

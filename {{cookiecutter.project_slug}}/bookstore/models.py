"""What is in the store."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models


class Book(models.Model):
    """A book, and whose entry it is."""

    # A number would tell how many there are, and which ones come next.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(
        help_text="The year it was published in.",
        validators=[MaxValueValidator(9999)],
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="books"
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.title

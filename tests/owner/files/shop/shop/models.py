from django.core.exceptions import ValidationError
from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=50)
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.full_clean()
        super().save()

    def clean(self) -> None:
        if self.end < self.start:
            raise ValidationError("The end is before the start.", code="order")

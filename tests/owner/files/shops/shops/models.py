from django.conf import settings
from django.db import models


class Shop(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    name = models.CharField(max_length=100)
    size = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="shop_name")
        ]

    def __str__(self):
        return self.name

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tenant(models.Model):
    class Plan(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Paid")

    slug = models.SlugField(unique=True)
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.FREE)
    credit = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    since = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.slug

    @property
    def owner(self) -> "models.Model | None":
        return self.user_set.order_by("date_joined").first()

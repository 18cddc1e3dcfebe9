from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tenant(models.Model):
    class Plan(models.TextChoices):
        FREE = "free", _("Free")
        PAID = "paid", _("Paid")

    name = models.CharField(max_length=100)
    slug = models.SlugField(unique=True)
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.FREE)
    credit = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    since = models.DateField(null=True, blank=True)
    logo = models.FileField(upload_to="logos", blank=True)
    is_suspended = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> "models.Model | None":
        return self.user_set.order_by("date_joined").first()


class Employee(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employee"
    )
    birthday = models.DateField(null=True, blank=True)
    skills = models.ManyToManyField("tenants.Skill", blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Skill(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name

from django.core import mail
from django.urls import reverse
from rest_framework.test import APITestCase

from shops.models import Shop
from users.models import User


class ShopTests(APITestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user(
            **{"email": "ann@example.com", User.USERNAME_FIELD: "ann@example.com"},
            password="secret",
        )
        cls.shop = Shop.objects.create(name="Corner shop")

    def test_everyone_sees_the_shops(self):
        response = self.client.get(reverse("shops:shop-list"))
        self.assertEqual(response.data["count"], 1)

    def test_a_user_closes_a_shop(self):
        self.client.force_authenticate(self.user)
        url = reverse("shops:shop-close", args=[self.shop.pk])
        self.assertEqual(self.client.post(url).data, {"closed": "Corner shop"})

    def test_streets_need_a_login(self):
        self.assertEqual(self.client.get(reverse("shops:town:street-list")).status_code, 401)

    def test_nothing_is_limited_in_tests(self):
        credentials = {User.USERNAME_FIELD: "ann@example.com", "password": "wrong"}
        headers = {"X-Requested-With": "tests"}
        for _ in range(20):
            response = self.client.post(
                reverse("token_obtain_pair"), credentials, headers=headers
            )
            self.assertEqual(response.status_code, 401)

    def test_mail_is_in_the_outbox(self):
        self.client.post(reverse("password_reset"), {"email": "ann@example.com"})
        self.assertEqual(mail.outbox[0].to, ["ann@example.com"])

from django.urls import reverse
from rest_framework.test import APIClient, APITestCase

from notes.models import Note
from users.models import User


class NoteTests(APITestCase):
    """Written as DRF's documentation shows it."""

    client: APIClient

    def setUp(self) -> None:
        names = {"email": "ann@example.com", User.USERNAME_FIELD: "ann@example.com"}
        self.user = User.objects.create_user(password="a long password", **names)
        self.client.force_authenticate(self.user)

    def test_a_user_sees_their_own_notes(self) -> None:
        Note.objects.create(owner=self.user, text="Buy milk.")

        response = self.client.get(reverse("note-list"))

        self.assertEqual(response.json()["count"], 1)

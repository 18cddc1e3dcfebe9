from typing import cast

from django.db.models import QuerySet
from rest_framework import serializers, viewsets

from notes.models import Note
from users.models import User


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "text", "created_at"]


class NoteViewSet(viewsets.ModelViewSet):
    queryset = Note.objects.order_by("-created_at")
    serializer_class = NoteSerializer

    def get_queryset(self) -> QuerySet[Note]:
        return super().get_queryset().filter(owner=cast("User", self.request.user).pk)

    def perform_create(self, serializer: serializers.BaseSerializer) -> None:
        serializer.save(owner=self.request.user)

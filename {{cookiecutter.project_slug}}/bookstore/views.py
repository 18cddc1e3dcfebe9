"""The endpoints of the books; pagination is the API's."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ModelViewSet

from bookstore.filters import OrderingFilter, SearchFilter
from bookstore.models import Book
from bookstore.permissions import EditorsAdd, OwnersChange
from bookstore.serializers import BookSerializer


class BookViewSet(ModelViewSet):
    """All users read all books; editors add them; owners change and delete their own."""

    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = (IsAuthenticated, EditorsAdd, OwnersChange)
    filter_backends = (SearchFilter, OrderingFilter)
    search_fields = ("title", "author")
    ordering_fields = ("title", "author", "year", "created_at")
    ordering = ("-created_at",)
    lookup_field = "id"
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Book]:
        books = super().get_queryset()
        if self.action == "custom_list":
            return books.filter(owner=self.request.user.pk).order_by("title", "pk")
        return books

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.save(owner=self.request.user)

    @extend_schema(responses=BookSerializer(many=True))
    @action(detail=False, url_path="custom-list", filter_backends=())
    def custom_list(self, request: Request) -> Response:
        """List one's own books, by title."""
        return self.list(request)

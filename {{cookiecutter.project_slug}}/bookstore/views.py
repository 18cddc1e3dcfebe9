"""The endpoints of the books. REST_FRAMEWORK sets authentication and pagination."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ModelViewSet

from bookstore.models import Book
from bookstore.permissions import CanAddBooks, IsOwnerOrReadOnly
from bookstore.serializers import BookSerializer


class BookViewSet(ModelViewSet):
    """All users read all books; editors add them; owners change and delete their own."""

    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = (IsAuthenticated, CanAddBooks, IsOwnerOrReadOnly)
    filter_backends = (SearchFilter, OrderingFilter)
    search_fields = ("title", "author")
    ordering_fields = ("title", "author", "year", "created_at")
    ordering = ("-created_at",)
    lookup_field = "id"
    lookup_value_converter = "uuid"

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Order equal books by `id`, so that no book is on two pages."""
        books = super().filter_queryset(queryset)
        return books.order_by(*books.query.order_by, "id")

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.save(owner=self.request.user)

    @extend_schema(responses=BookSerializer(many=True))
    @action(detail=False, url_path="custom-list", filter_backends=())
    def custom_list(self, request: Request) -> Response:
        """List the current user's books by title."""
        books = self.get_queryset().filter(owner=request.user.pk).order_by("title")
        page = self.paginate_queryset(self.filter_queryset(books))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

"""The endpoints. Everybody sees all books; pagination is the API's, and forced."""

from django.db.models import QuerySet
from rest_framework import generics
from rest_framework.permissions import IsAuthenticated
from rest_framework.serializers import BaseSerializer

from bookstore.filters import OrderingFilter, SearchFilter
from bookstore.models import Book
from bookstore.permissions import EditorsAdd, OwnersChange
from bookstore.serializers import BookSerializer


class BookListView(generics.ListCreateAPIView):
    """List all books, the newest first, or add one."""

    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = (IsAuthenticated, EditorsAdd)
    filter_backends = (SearchFilter, OrderingFilter)
    search_fields = ("title", "author")
    ordering_fields = ("title", "author", "year", "created_at")
    ordering = ("-created_at",)

    def perform_create(self, serializer: BaseSerializer) -> None:
        serializer.save(owner=self.request.user)


class BookView(generics.RetrieveUpdateDestroyAPIView):
    """Read, change or delete a book."""

    queryset = Book.objects.all()
    serializer_class = BookSerializer
    permission_classes = (IsAuthenticated, OwnersChange)
    lookup_field = "id"


class OwnBooksView(generics.ListAPIView):
    """List one's own books, by title."""

    queryset = Book.objects.order_by("title", "pk")
    serializer_class = BookSerializer

    def get_queryset(self) -> QuerySet[Book]:
        return super().get_queryset().filter(owner=self.request.user.pk)

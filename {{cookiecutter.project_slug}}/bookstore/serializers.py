"""What the API says of a book, and takes for one."""

from api.fields import ModelSerializer
from bookstore.models import Book


class BookSerializer(ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "author", "year", "owner", "created_at"]
        # Whoever adds a book owns it; nobody can say otherwise.
        read_only_fields = ["owner"]

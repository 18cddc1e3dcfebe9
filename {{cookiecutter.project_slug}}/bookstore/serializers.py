from api.fields import ModelSerializer
from bookstore.models import Book


class BookSerializer(ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "author", "year", "owner", "created_at"]
        # The view sets it to the current user.
        read_only_fields = ["owner"]

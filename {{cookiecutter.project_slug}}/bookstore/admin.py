"""Books in the admin."""

from django.contrib import admin

from bookstore.models import Book


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "year", "owner", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["title", "author"]
    # A select box would load all users.
    raw_id_fields = ["owner"]

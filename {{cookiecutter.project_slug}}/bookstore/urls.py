from django.urls import path

from bookstore import views

urlpatterns = [
    path("", views.BookListView.as_view(), name="books"),
    path("custom-list/", views.OwnBooksView.as_view(), name="own_books"),
    path("<uuid:id>/", views.BookView.as_view(), name="book"),
]

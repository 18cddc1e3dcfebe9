"""Lists are paginated by default, with pages of limited size."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    page_size_query_description = "Results per page, at most 100."
    max_page_size = 100

"""How lists are searched and put in order: DRF's own filters, with their gaps closed."""

from collections.abc import Sequence
from typing import Any

from rest_framework import filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

# In characters. Each word is one more condition for the database, which has limits.
LONGEST_SEARCH = 100


class SearchFilter(filters.SearchFilter):
    search_description = f"Words to look for, in {LONGEST_SEARCH} characters at most."

    def get_search_terms(self, request: Request) -> list[str]:
        if len(request.query_params.get(self.search_param, "")) > LONGEST_SEARCH:
            raise ValidationError(
                f"Search for no more than {LONGEST_SEARCH} characters.", "max_length"
            )
        return super().get_search_terms(request)


class OrderingFilter(filters.OrderingFilter):
    ordering_description = "Such as author,-year: by author, then the latest first."

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> Sequence[str]:
        """Equals have an order too, else pages would overlap."""
        return [*(super().get_ordering(request, queryset, view) or []), "pk"]

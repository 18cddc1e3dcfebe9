"""Lists are paginated by default, with pages of limited size."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.serializers import IntegerField
from rest_framework.views import APIView


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    page_size_query_description = "Results per page, at most 100."
    max_page_size = 100

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1
        return parameters

    def get_page_size(self, request: Request) -> int:
        """Return the size of a page; raises ValidationError if it is not a number."""
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        try:
            size: int = IntegerField(min_value=1).run_validation(text)
        except ValidationError as error:
            raise ValidationError({self.page_size_query_param: error.detail}) from error
        return min(size, self.max_page_size)

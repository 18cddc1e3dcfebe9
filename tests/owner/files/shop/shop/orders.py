"""An endpoint that refuses in all the ways that DRF and Django have."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import serializers, status
from rest_framework.decorators import api_view
from rest_framework.exceptions import APIException
from rest_framework.exceptions import PermissionDenied as MayNot
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ModelViewSet

from shop.models import Order


class ClosedRequest(APIException):
    status_code = 499
    default_detail = "The client closed the request."
    default_code = "client_closed"


class WithoutCode(APIException):
    status_code = status.HTTP_409_CONFLICT

    def __init__(self, field: str, detail: str) -> None:
        self.detail = {field: detail}  # type: ignore[dict-item]


class HasPlan(BasePermission):
    message = {"plan": {"needed": "gold", "upgrade": ["/plans/", "/sales/"]}}
    code = "plan_needed"

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class LineSerializer(serializers.Serializer[Any]):
    amount = serializers.IntegerField(min_value=1)


class OrderSerializer(serializers.ModelSerializer[Order]):
    lines = LineSerializer(many=True, write_only=True, required=False)

    class Meta:
        model = Order
        fields = ["id", "name", "start", "end", "lines"]

    def create(self, validated_data: Any) -> Order:
        validated_data.pop("lines", None)
        return super().create(validated_data)


class OrderViewSet(ModelViewSet[Order]):
    queryset = Order.objects.order_by("pk")
    serializer_class = OrderSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("many", isinstance(kwargs.get("data"), list))
        return super().get_serializer(*args, **kwargs)


class GoldView(APIView):
    permission_classes = [HasPlan]

    def get(self, request: Request) -> Response:
        return Response()


REFUSALS: dict[str, Exception] = {
    "closed": ClosedRequest(),
    "conflict": WithoutCode("name", "Taken."),
    "text": serializers.ValidationError("Too late."),
    "list": serializers.ValidationError(["Too late.", "Too far."], code="no"),
    "detail": serializers.ValidationError({"detail": "Once a day."}),
    "code": serializers.ValidationError({"code": "Unknown coupon."}),
    "list-403": MayNot(["Ask first.", {"who": "sales"}]),
    "django-403": PermissionDenied("Managers only."),
    "django-404": Http404("No such order."),
}


@api_view()
def refuse(request: Request, how: str) -> Response:
    raise REFUSALS[how]


refuse.cls.permission_classes = [AllowAny]

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework import viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.response import Response
from rest_framework.views import APIView

from shops.models import Shop
from shops.serializers import ShopSerializer


class ShopViewSet(viewsets.ModelViewSet):
    queryset = Shop.objects.order_by("id")
    serializer_class = ShopSerializer
    permission_classes = [IsAuthenticatedOrReadOnly]

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)

    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        return Response({"closed": self.get_object().name})


class StreetViewSet(viewsets.ViewSet):
    def list(self, request):
        return Response(["High Street"])


@api_view(["GET"])
def opening_hours(request):
    return Response({"monday": "9-17"})


@api_view(["GET", "POST"])
@permission_classes([AllowAny])
def suggestions(request):
    return Response({"received": request.data})


class StatisticsView(APIView):
    def get(self, request, year):
        return Response({"year": year, "shops": Shop.objects.count()})


@login_not_required
def imprint(request):
    return JsonResponse({"name": "Acme"})


@csrf_exempt
def delivery(request):
    """The webhook of a supplier."""
    return JsonResponse({"ok": True})


@method_decorator(login_required, name="dispatch")
class ReportView(View):
    def get(self, request):
        return JsonResponse({"shops": Shop.objects.count()})

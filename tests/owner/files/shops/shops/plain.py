"""Views as Django's documentation shows them."""

import base64
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJ"
    "RU5ErkJggg=="
)


@csrf_exempt
@require_POST
def webhook(request):
    return JsonResponse({"seen": json.loads(request.body)["event"]})


@method_decorator(csrf_exempt, name="dispatch")
class StatusView(View):
    def get(self, request):
        return JsonResponse({"status": "open"})


@login_not_required
def picture(request):
    return HttpResponse(PIXEL, content_type="image/png")


@login_not_required
@require_GET
def export(request):
    rows = (f"{number}\n".encode() for number in range(3))
    return StreamingHttpResponse(rows, content_type="text/csv")


@login_not_required
def gone(request):
    return HttpResponse("<h1>No such offer</h1>", status=404)


@xframe_options_exempt
def page(request):
    policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors *"
    return HttpResponse(
        "<!doctype html><title>Shop</title><style>h1 {color: rgb(1, 2, 3)}</style><h1>Shop</h1>",
        headers={"Content-Security-Policy": policy},
    )

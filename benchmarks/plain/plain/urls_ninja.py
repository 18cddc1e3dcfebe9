from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import path
from ninja import ModelSchema, NinjaAPI
from ninja_jwt.authentication import JWTAuth

api = NinjaAPI(auth=JWTAuth())


class UserOut(ModelSchema):
    class Meta:
        model = get_user_model()
        fields = ["id", "username", "first_name", "last_name", "email"]


@api.get("users/me/", response=UserOut)
def me(request):
    return request.user


urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", api.urls),
]

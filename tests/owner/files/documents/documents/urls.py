from rest_framework.routers import DefaultRouter

from documents.views import DocumentViewSet

router = DefaultRouter()
router.register("documents", DocumentViewSet)

urlpatterns = router.urls

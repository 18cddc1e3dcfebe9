from rest_framework.routers import SimpleRouter

from bookstore.views import BookViewSet

router = SimpleRouter(use_regex_path=False)
router.register("books", BookViewSet)

urlpatterns = router.urls

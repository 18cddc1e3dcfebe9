import mimetypes

from django.apps import AppConfig


class PlaygroundConfig(AppConfig):
    name = "playground"

    def ready(self) -> None:
        # The registry of Windows may map it to text/plain, which browsers refuse as a module.
        mimetypes.add_type("text/javascript", ".js")

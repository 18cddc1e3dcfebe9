import mimetypes

from django.apps import AppConfig


class PlaygroundConfig(AppConfig):
    name = "playground"

    def ready(self) -> None:
        # Some Windows machines call it text/plain, and browsers then do not run it.
        mimetypes.add_type("text/javascript", ".js")

"""The project as an app: what is done once, when all models are known."""

from django.apps import AppConfig


class Factcheck(AppConfig):
    name = "factcheck"

    def ready(self) -> None:
        from .labels import label_columns, label_models

        label_models()
        label_columns()

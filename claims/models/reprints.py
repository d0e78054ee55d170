"""Small sketches of texts, by which reprints of one report are found."""

from django.db import models

from sources.models import Article


class Sketch(models.Model):
    """Of the newest version of an article that was read; no values where the text is too short for one."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="sketch")
    values = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"sketch of {self.article_id}"


class SketchKey(models.Model):
    """A number that only sketches much alike have in common."""

    sketch = models.ForeignKey(Sketch, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sketch", "key"], name="sketch_key_once")]

"""Articles that were imported from pages get the rows by which those pages are fetched again.

What was imported from files is not fetched, also where a URL is known of it: its text is not the page's.
"""

import datetime as dt
import random
from urllib.parse import urlsplit

from django.db import migrations
from django.utils import timezone


def watch(apps, schema_editor):
    Outcome, Page = apps.get_model("sources", "ImportOutcome"), apps.get_model("sources", "Page")
    fetched = Outcome.objects.filter(item__regex=r"^https?://", article__key__regex=r"^https?://").order_by()
    rows = fetched.values_list("article_id", "article__key", "article__source_id", "run__feed_id").distinct()
    pages = {}
    for article, url, source, feed in rows.iterator(chunk_size=1000):
        # Spread over a day, so that no host is asked for everything at once.
        due = timezone.now() + dt.timedelta(seconds=random.uniform(0, 86_400))
        fields = {"host": urlsplit(url).netloc, "article_id": article, "source_id": source, "feed_id": feed}
        pages[url] = Page(url=url, state="watched", next_fetch_at=due, **fields)
    Page.objects.bulk_create(pages.values(), batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_pages_hosts_and_usage")]
    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]

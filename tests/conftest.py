"""What every test needs: a database that can be emptied between tests although some of its rows are protected."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from sources.immutable import protect, unprotect

HERE = Path(__file__).resolve().parent
# The deployed mode is tested where there is one; .ci/run always has it.
collect_ignore = (
    []
    if os.environ.get("REDIS_URL") and os.environ.get("DATABASE_URL")
    else ["test_deployed.py", "test_deployed_fetching.py"]
)
# Log-ins are tested, not the strength of their hashes.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests ask more often than anybody may, from one address; those of the limits set their own.
settings.API_LIMIT_TOKEN = settings.API_LIMIT_ADDRESS = 0
# Each takes half a minute or more: begun first, none of them is what everything else waits for at the end.
LONG = (
    "browser/test_every_page.py",
    "browser/test_deciding.py",
    "claims/test_delivering.py",
    "sources/test_month.py",
    "claims/test_mirror.py",
    "sources/test_workers.py",
    "test_deployed.py",
    "access/test_repeating.py",
    "analysis/test_reading.py",
    "browser/test_pages.py",
    "claims/test_extracting.py",
    "claims/test_grouping_queries.py",
    "claims/test_kills.py",
    "claims/test_leasing.py",
    "test_contract.py",
    "test_deployed_fetching.py",
    "test_work.py",
)
PROTECTED = ("sources_articleversion", "claims_review", "claims_opinion")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of LONG in its order, then all others; several processes keep to it by `--no-loadscope-reorder`."""
    places = {HERE / name: place for place, name in enumerate(LONG)}
    assert all(path.exists() for path in places)
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_protection() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the triggers would refuse."""
    from claims.models import Change, Touched

    teardown = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        _each(unprotect)
        teardown(case)
        _each(protect)
        # Emptying the tables is itself noticed, and would be what the next test finds.
        Touched.objects.all().delete()
        Change.objects.all().delete()

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = teardown


def _each(change) -> None:
    with connection.schema_editor() as editor:
        for table in PROTECTED:
            change(editor, table)

"""What every test needs: a database that can be emptied between tests although some of its rows are protected."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from sources.immutable import protect, unprotect

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
PROTECTED = ("sources_articleversion", "claims_review")


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_protection() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the triggers would refuse."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        _each(unprotect)
        teardown(case)
        _each(protect)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = teardown


def _each(change) -> None:
    with connection.schema_editor() as editor:
        for table in PROTECTED:
            change(editor, table)

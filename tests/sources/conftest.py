"""A site on this machine, which may be fetched and is asked without a gap."""

import pytest

from .site import Site


@pytest.fixture
def site(settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.FETCH_GAP_SECONDS = 0
    with Site() as site:
        yield site

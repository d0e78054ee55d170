"""The running service answers as its schema says, in a few hundred cases; `benchmarks.contract` tries thousands."""

import pytest

from benchmarks import contract
from tests.served import Served


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with Served(folder, API_LIMIT_TOKEN="0", API_LIMIT_ADDRESS="0") as service:
        service.manage("shell", "--verbosity", "0", "-c", contract.FILL)
        service.schema = contract.schema_of(service, folder)
        yield service


@pytest.mark.parametrize("role", [None, "Reviewer", "Administrator"])
def test_every_answer_is_documented_and_as_documented(served, role):
    token = served.token(role, "admin") if role else ""
    run = contract.run(served.url, role, token, "examples,fuzzing", 3, 7, served.schema)
    assert run.kept, run.said
    assert run.cases >= 60
    assert "Internal Server Error" not in served.log.read_text()


def test_an_answer_that_is_not_documented_is_found(served, tmp_path):
    """The harness itself: held to a schema without a 401, the service is caught giving one."""
    (tmp_path / "schema.yaml").write_text(
        "openapi: 3.1.0\n"
        "info: {title: t, version: '1'}\n"
        f"servers: [{{url: '{served.url}'}}]\n"
        "paths: {/api/v1/feeds/: {get: {responses: {'200': {description: ok}}}}}\n"
    )
    broken = contract.run(served.url, None, "", "fuzzing", examples=1, seed=7, schema=str(tmp_path / "schema.yaml"))
    assert not broken.kept and "Undocumented" in broken.said

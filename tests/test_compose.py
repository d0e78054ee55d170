"""The compose file, Dockerfile and .env.example say the same as the settings."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

HERE = Path(__file__).resolve().parent.parent
COMPOSE = (HERE / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "factcheck"}
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (HERE / ".env.example").read_text(), re.MULTILINE))


def test_the_services_of_the_readme_are_there():
    assert set(SERVICES) == {"postgres", "redis", "migrate", "web", "worker-fetching", "worker-language", "beat"}


def test_every_queue_that_is_routed_to_has_a_worker():
    commands = [service.get("command", []) for service in OURS.values()]
    served = {command[command.index("--queues") + 1] for command in commands if "--queues" in command}
    assert served == {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}


def test_a_task_ends_before_its_worker_is_killed_and_its_message_is_given_to_another():
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT < options["visibility_timeout"]
    assert settings.CELERY_TASK_TIME_LIMIT < settings.LEASE_SECONDS


def test_nothing_of_ours_starts_before_the_database_is_migrated():
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in set(OURS) - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["depends_on"]["redis"] == {"condition": "service_healthy"}


def test_a_restart_loses_neither_rows_nor_messages():
    assert SERVICES["redis"]["command"] == ["redis-server", "--appendonly", "yes"]
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql/data"]


def test_only_the_web_server_is_reachable_and_only_from_this_machine():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert EXAMPLE["BIND"].startswith("127.0.0.1:")


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_a_secret_has_no_default(name):
    used = re.findall(rf"\$\{{{name}(.*?)\}}", COMPOSE)
    assert used and all(rest.startswith(f":?{name} is not set") for rest in used)
    assert EXAMPLE[name] == ""


def test_the_example_has_every_variable_and_no_other():
    assert set(EXAMPLE) == set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))


def test_every_variable_of_the_containers_is_a_setting():
    source = "".join((HERE / "factcheck" / name).read_text() for name in ("settings.py", "environment.py"))
    missing = [name for name in OURS["web"]["environment"] if f'"{name}"' not in source]
    assert missing == []


def test_the_image_runs_as_nobody_of_importance_and_holds_no_secret():
    lines = (HERE / "Dockerfile").read_text().splitlines()
    final = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    users = [line for line in final if line.startswith("USER")]
    assert users == ["USER factcheck"]
    assert final.index("USER factcheck") < final.index("EXPOSE 8000")
    assert not [line for line in lines if re.match(r"(ENV|ARG)\b.*(SECRET|PASSWORD)", line)]
    assert (HERE / ".dockerignore").read_text().splitlines()[1] == "*"


def test_the_image_has_every_app_and_what_they_read():
    kept = {line[1:] for line in (HERE / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    apps = {name.split(".")[0] for name in settings.INSTALLED_APPS}
    ours = {name for name in apps if (HERE / name).is_dir()}
    assert {"factcheck", "manage.py", "requirements.txt", "docs/stability.md", *ours} <= kept
    assert not [name for name in kept if not (HERE / name).exists()]

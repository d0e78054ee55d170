"""How often the API may be called: exactly as often as is said, by however many processes it is served."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
import redis
import time_machine
from django.test import Client, RequestFactory

from access import counting, issuing
from access.models import Allowance
from factcheck import limits
from tests import make
from tests.served import Served

ADDRESS = "/api/v1/sources/"


@pytest.fixture
def allowed(settings, db):
    """Three requests a minute for an address and five for a token, and an empty store."""
    settings.API_LIMIT_ADDRESS, settings.API_LIMIT_TOKEN, settings.API_LIMIT_SECONDS = 3, 5, 60
    settings.REDIS_PREFIX = f"test_limits_{id(settings)}:"
    address = settings.REDIS_URL
    yield settings
    if address:
        store = redis.from_url(address)
        for key in store.scan_iter(settings.REDIS_PREFIX + "*"):
            store.delete(key)


def statuses(client, times, address=ADDRESS, **more):
    return [client.get(address, **more).status_code for _ in range(times)]


def test_who_asks_too_often_is_told_how_long_to_wait(allowed):
    client = Client()
    assert statuses(client, 4) == [200, 200, 200, 429]
    response = client.get(ADDRESS)
    problem = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert problem["type"].endswith("#quota-exceeded") and problem["violated_policies"] == ["address"]
    assert 1 <= int(response["Retry-After"]) <= 60 and f"wait {response['Retry-After']} seconds" in problem["detail"]
    assert response["RateLimit-Policy"] == '"address";q=3;w=60'
    assert response["RateLimit"] == f'"address";r=0;t={response["Retry-After"]}'


def test_everybody_is_told_what_is_left(allowed):
    answers = [Client().get(ADDRESS)["RateLimit"].split(";")[1] for _ in range(3)]
    assert answers == ["r=2", "r=1", "r=0"]


def test_a_window_begins_with_the_first_request_and_ends(allowed):
    allowed.REDIS_URL = ""
    with time_machine.travel("2021-03-01T12:00:30Z", tick=False) as traveller:
        assert statuses(Client(), 4) == [200, 200, 200, 429]
        traveller.shift(59)
        assert statuses(Client(), 1) == [429]
        traveller.shift(1)
        assert statuses(Client(), 4) == [200, 200, 200, 429]


@pytest.mark.parametrize("who", ["address", "token", "log-in"])
def test_what_has_not_changed_costs_nothing(allowed, who):
    client, limit = Client(), 3
    if who == "token":
        client, limit = Client(headers={"Authorization": f"Bearer {issuing.issue(make.user(), 't', ['read'])[1]}"}), 5
    elif who == "log-in":
        client.force_login(make.user())
        limit = 5
    tag = client.get(ADDRESS)["ETag"]
    for _ in range(10):
        response = client.get(ADDRESS, headers={"If-None-Match": tag})
        assert response.status_code == 304 and f"r={limit - 1};" in response["RateLimit"]
    assert statuses(client, limit) == [200] * (limit - 1) + [429]


def test_each_token_and_each_address_has_its_own(allowed):
    user = make.user()
    tokens = [issuing.issue(user, name, ["read"])[1] for name in "ab"]
    for text in tokens:
        assert statuses(Client(headers={"Authorization": f"Bearer {text}"}), 6) == [200] * 5 + [429]
    assert statuses(Client(), 4) == [200, 200, 200, 429]
    assert statuses(Client(REMOTE_ADDR="192.0.2.7"), 1) == [200]


def test_a_wrong_token_is_counted_by_its_address(allowed):
    assert [statuses(Client(headers={"Authorization": f"Bearer fct_{n}"}), 1) for n in range(4)] == [
        [401],
        [401],
        [401],
        [429],
    ]


def test_what_is_not_there_or_not_allowed_is_counted_as_well(allowed):
    client = Client()
    assert [client.get("/api/v1/nothing/").status_code, client.post(ADDRESS).status_code] == [404, 405]
    assert statuses(client, 2, "/api/v1/feeds/") == [401, 429]
    assert client.get("/healthz").status_code == 200 and client.get("/admin/login/").status_code == 200


def test_no_limit_is_no_counting(allowed):
    allowed.API_LIMIT_ADDRESS = 0
    response = Client().get(ADDRESS)
    assert not response.has_header("RateLimit") and not Allowance.objects.exists()


def test_rows_of_windows_that_are_over_do_not_pile_up(allowed):
    allowed.REDIS_URL = ""
    with time_machine.travel("2021-03-01T12:00Z", tick=False) as traveller:
        for number in range(5):
            Client(REMOTE_ADDR=f"192.0.2.{number}").get(ADDRESS)
        assert Allowance.objects.count() == 5
        traveller.shift(61)
        Client(REMOTE_ADDR="192.0.2.99").get(ADDRESS)
    assert Allowance.objects.count() == 1


def test_a_refund_after_the_window_changes_nothing(allowed):
    with mock.patch("time.time_ns", lambda: 0):
        spent = counting.charge("address:x", 3, 1)
    counting.refund(spent)
    counting.refund(spent)
    assert counting.charge("address:x", 3, 60).used == 1


def test_while_redis_is_away_the_database_counts(allowed, caplog):
    allowed.REDIS_URL = "redis://127.0.0.1:1/0"
    assert statuses(Client(), 4) == [200, 200, 200, 429]
    assert Allowance.objects.get().used >= 4 and "Redis cannot be reached" in caplog.text


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "seen"),
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "not an address", "unknown"),
        (0, "", "", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, proxies, remote, forwarded, seen):
    settings.NUM_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers)
    assert limits.address(request) == seen


def test_of_200_requests_at_once_on_two_processes_exactly_the_limit_pass(tmp_path):
    """With this machine's clock and whatever the tests run on: rows of SQLite, or Redis."""
    with Served(tmp_path, API_LIMIT_ADDRESS="10", API_LIMIT_SECONDS="600") as served, ThreadPoolExecutor(40) as crowd:

        def ask(_):
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=180)
            connection.request("GET", ADDRESS)
            status = connection.getresponse().status
            connection.close()
            return status

        answers = list(crowd.map(ask, range(200)))
        log = served.log.read_text()
    assert log.count("Booting worker") == 2
    assert (answers.count(200), answers.count(429)) == (10, 190)

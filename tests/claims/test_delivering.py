"""What is sent to webhooks: signed, in order, until it arrives; and never where it must not go."""

import datetime as dt
import importlib.util
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.utils import timezone

from claims import tasks, working
from claims.models import Delivery, Webhook
from claims.webhooks import delivering, subscribing
from claims.webhooks.delivering import deliver, deliver_due, pause
from factcheck.celery import app
from sources import fetching, targets
from tests import make
from tests.served import Served

from .receiver import DRIP, OK, Receiver

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve().parent.parent.parent
EXAMPLE = HERE / "docs" / "examples" / "receiver.py"
PATIENCE = 180


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.WEBHOOK_DEADLINE_SECONDS = 2


def example():
    """The receiver of the documentation, as a module."""
    spec = importlib.util.spec_from_file_location("receiver_example", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def due(webhook):
    """Whatever was to be tried later is due now."""
    Delivery.objects.filter(webhook=webhook, state="waiting").update(next_at=timezone.now())


def test_what_arrives_is_signed_and_its_receiver_can_tell():
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        delivery = subscribing.ping(webhook)
        assert deliver_due() == 1
    [(path, headers, body)] = receiver.got
    assert (path, headers["Webhook-Id"], headers["Content-Type"]) == ("/hook", delivery.key, "application/json")
    event = example().verify(webhook.secret, headers, body)
    assert event["type"] == "ping" and body.decode() == delivery.body
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts, delivery.answer) == ("delivered", 200, 1, "taken")
    assert delivery.seconds > 0 and delivery.done_at and delivery.next_at is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers, body: (headers, body + b" "),
        lambda headers, body: (headers | {"Webhook-Timestamp": str(int(headers["Webhook-Timestamp"]) + 1)}, body),
        lambda headers, body: (headers | {"Webhook-Id": "msg_other"}, body),
        lambda headers, body: (headers | {"Webhook-Timestamp": str(int(headers["Webhook-Timestamp"]) - 999)}, body),
        lambda headers, body: ({name: value for name, value in headers.items() if name != "Webhook-Signature"}, body),
        lambda headers, body: (headers | {"Webhook-Signature": "v1,AAAA v2,é"}, body),
    ],
)
def test_the_receiver_of_the_documentation_finds_out_what_is_forged(spoil):
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        deliver_due()
    module, (_, headers, body) = example(), receiver.got[0]
    with pytest.raises(module.Forged):
        module.verify(webhook.secret, *spoil(headers, body))
    with pytest.raises(module.Forged):
        module.verify(make.webhook().secret, headers, body)


def test_after_a_new_secret_receivers_with_either_can_tell():
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        new = subscribing.rotate(webhook)
        subscribing.ping(webhook)
        deliver_due()
    _, headers, body = receiver.got[0]
    assert [example().verify(secret, headers, body)["type"] for secret in (webhook.secret, new)] == ["ping", "ping"]


@pytest.mark.parametrize(
    "answer", [(500, {}, b"oh"), (400, {}, b""), (302, {"Location": "/x"}, b""), (304, {}, b"")], ids=lambda one: one[0]
)
def test_what_was_not_taken_is_sent_again_as_it_was(answer):
    with Receiver(answer, OK) as receiver:
        webhook = make.webhook(receiver.url)
        delivery = subscribing.ping(webhook)
        assert deliver_due() == 1 and deliver_due() == 0
        delivery.refresh_from_db()
        assert (delivery.state, delivery.status, delivery.attempts) == ("waiting", answer[0], 1)
        assert delivery.error.startswith(f"It answered {answer[0]}") and delivery.next_at > timezone.now()
        assert Webhook.objects.get().failures == 1
        due(webhook)
        assert deliver_due() == 1
    assert len(receiver.got) == 2 and len(set(receiver.keys)) == 1 and receiver.got[0][2] == receiver.got[1][2]
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("delivered", 2, "")
    assert (webhook.failures, webhook.failing_since) == (0, None)


def test_a_redirect_is_not_followed():
    with Receiver() as other, Receiver((307, {"Location": other.url}, b"")) as receiver:
        delivery = subscribing.ping(make.webhook(receiver.url))
        deliver_due()
    delivery.refresh_from_db()
    assert other.got == [] and "redirects are not followed" in delivery.error


def test_pauses_grow_are_spread_and_have_an_end():
    assert [pause(number, jitter=lambda: 1.0) for number in (1, 2, 3)] == [5, 15, 45]
    assert [pause(number, jitter=lambda: 0.0) for number in (1, 2, 3)] == [2.5, 7.5, 22.5]
    assert pause(50, jitter=lambda: 1.0) == delivering.LONGEST_PAUSE
    assert len({pause(3) for _ in range(20)}) > 10
    assert pause(1, retry_after=900) == 900


@pytest.mark.parametrize(("status", "after", "least"), [(503, "900", 890), (429, "7200", 7190), (500, "7200", 0)])
def test_a_receiver_that_says_when_is_not_asked_before(status, after, least):
    with Receiver((status, {"Retry-After": after}, b"")) as receiver:
        delivery = subscribing.ping(make.webhook(receiver.url))
        deliver_due()
    delivery.refresh_from_db()
    wait = (delivery.next_at - timezone.now()).total_seconds()
    assert least <= wait <= max(least + 20, 5)


def test_events_arrive_in_order_and_none_overtakes_one_that_failed():
    with Receiver((500, {}, b""), OK) as receiver:
        webhook = make.webhook(receiver.url)
        keys = [subscribing.ping(webhook).key for _ in range(3)]
        assert deliver_due() == 1
        assert deliver_due() == 0
        due(webhook)
        assert deliver_due() == 3
    assert receiver.keys == [keys[0], *keys]


def test_a_receiver_that_fails_does_not_hold_up_others():
    with Receiver((500, {}, b"")) as broken, Receiver() as well:
        for url in (broken.url, well.url):
            subscribing.ping(make.webhook(url))
        assert deliver_due() == 2
    assert len(well.got) == 1


def test_what_fails_to_the_last_is_given_up_and_the_next_goes_on(settings):
    settings.WEBHOOK_MAX_ATTEMPTS = 2
    with Receiver((500, {}, b""), (500, {}, b""), OK) as receiver:
        webhook = make.webhook(receiver.url)
        first, second = subscribing.ping(webhook), subscribing.ping(webhook)
        for _ in range(2):
            due(webhook)
            deliver_due()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, second.state) == ("failed", 2, "delivered")
    assert first.done_at and first.next_at is None


def test_what_was_given_up_or_delivered_can_be_sent_again_under_the_same_id(settings):
    settings.WEBHOOK_MAX_ATTEMPTS = 1
    with Receiver((500, {}, b""), OK) as receiver:
        webhook = make.webhook(receiver.url)
        delivery = subscribing.ping(webhook)
        deliver_due()
        for _ in range(2):
            assert subscribing.send_again(Delivery.objects.filter(pk=delivery.pk)) == 1
            assert deliver_due() == 1
    delivery.refresh_from_db()
    assert delivery.state == "delivered" and receiver.keys == [delivery.key] * 3


def test_a_receiver_that_is_gone_is_told_nothing_more():
    with Receiver((410, {}, b"")) as receiver:
        webhook = make.webhook(receiver.url)
        first, second = subscribing.ping(webhook), subscribing.ping(webhook)
        assert deliver_due() == 1 and deliver_due() == 0
        webhook.refresh_from_db()
        assert webhook.disabled_at and "410" in webhook.disabled_because
        receiver.answers = [OK]
        assert subscribing.enable(Webhook.objects.all()) == 1
        assert deliver_due() == 1
    first.refresh_from_db()
    assert first.state == "failed" and receiver.keys == [first.key, second.key]


def test_a_webhook_that_has_only_failed_for_days_is_disabled_and_says_why(settings):
    with Receiver((500, {}, b"")) as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        deliver_due()
        assert Webhook.objects.get().disabled_at is None
        since = timezone.now() - dt.timedelta(hours=settings.WEBHOOK_DISABLE_AFTER_HOURS, minutes=1)
        Webhook.objects.update(failing_since=since)
        due(webhook)
        deliver_due()
        webhook.refresh_from_db()
        assert webhook.disabled_at and "72 hours" in webhook.disabled_because and "500" in webhook.disabled_because
        due(webhook)
        assert deliver_due() == 0


def test_with_another_secret_key_nothing_is_sent_that_could_not_be_verified(settings):
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        settings.SECRET_KEY = "another key, made up for this test"
        assert deliver_due() == 0 and receiver.got == []
        assert "SECRET_KEY" in Webhook.objects.get().disabled_because
        subscribing.rotate(webhook)
        subscribing.enable(Webhook.objects.all())
        assert deliver_due() == 1


def test_a_webhook_that_is_off_gets_nothing_and_goes_on_when_it_is_on():
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        Webhook.objects.update(active=False)
        assert deliver_due() == 0
        Webhook.objects.update(active=True)
        webhook.owner.is_active = False
        webhook.owner.save()
        assert deliver_due() == 0
        webhook.owner.is_active = True
        webhook.owner.save()
        assert deliver_due() == 1


def test_a_slow_drip_ends_at_the_deadline():
    with Receiver(DRIP) as receiver:
        delivery = subscribing.ping(make.webhook(receiver.url))
        start = time.monotonic()
        deliver_due()
    assert time.monotonic() - start < 4
    delivery.refresh_from_db()
    assert "took longer than 2 seconds" in delivery.error and delivery.state == "waiting"


def test_of_an_answer_only_the_beginning_is_read():
    with Receiver((200, {}, b"x\0" * 20_000_000)) as receiver:
        delivery = subscribing.ping(make.webhook(receiver.url))
        deliver_due()
    delivery.refresh_from_db()
    assert delivery.state == "delivered" and len(delivery.answer) == 500


def test_slow_receivers_get_no_more_than_their_share_of_the_loop(monkeypatch):
    monkeypatch.setattr(delivering, "LOOP_SECONDS", 0.2)
    with Receiver() as receiver:
        receiver.during = lambda: time.sleep(0.3)
        webhook = make.webhook(receiver.url)
        for _ in range(3):
            subscribing.ping(webhook)
        loop = delivering.Pace()
        done = [loop.take(), loop.take()]
        assert done == [1, 0] and loop.rests_until - time.monotonic() > 0.3 * 3
        loop.rests_until = 0.0
        assert loop.take() == 1


# Where a webhook leads, and the addresses its name has.
HOSTILE = {
    "http://10.0.0.1/hook": None,
    "https://169.254.169.254/latest": None,
    "https://[::1]:8443/": None,
    "https://2130706433/": None,
    "https://user@desk.example/": None,
    "ftp://desk.example/": None,
    "https://inside.example/": ["10.1.2.3"],
    "https://both.example/": ["93.184.215.14", "127.0.0.1"],
    "https://mapped.example/": ["::ffff:10.0.0.1"],
    "https://desk.example:6379/": ["93.184.215.14"],
    "http://desk.example/": ["93.184.215.14"],
}


@pytest.fixture
def no_connection(monkeypatch, settings):
    """What is connected to, nothing of which may be."""
    settings.FETCH_ALLOW_LOOPBACK = False
    connected = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: connected.append(address))
    return connected


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_target_is_refused_with_no_connection(url, monkeypatch, no_connection):
    monkeypatch.setattr(fetching.targets, "resolve", lambda host, port: HOSTILE[url])
    monkeypatch.setattr(fetching.post, "__defaults__", (lambda host, port: HOSTILE[url],))
    monkeypatch.setattr(fetching.check, "__defaults__", (lambda host, port: HOSTILE[url],))
    with pytest.raises(delivering.NotAllowed):
        delivering.vetted(url)
    delivery = subscribing.ping(make.webhook(url))
    assert deliver_due() == 1
    delivery.refresh_from_db()
    assert delivery.error and delivery.status is None and delivery.state == "waiting"
    assert no_connection == []


def test_a_name_that_leads_elsewhere_later_is_refused_then(monkeypatch, no_connection):
    names = {"desk.example": ["93.184.215.14"]}
    for function in (fetching.check, fetching.post):
        monkeypatch.setattr(function, "__defaults__", (lambda host, port: names[host],))
    url = delivering.vetted("https://desk.example/hook")
    names["desk.example"] = ["192.168.0.10"]
    delivery = subscribing.ping(make.webhook(url))
    deliver_due()
    delivery.refresh_from_db()
    assert "192.168.0.10, which is not a public address" in delivery.error and no_connection == []


def test_http_is_for_who_asks_for_it(settings, monkeypatch):
    settings.FETCH_ALLOW_LOOPBACK, settings.WEBHOOK_ALLOW_HTTP = False, True
    monkeypatch.setattr(fetching.check, "__defaults__", (lambda host, port: ["93.184.215.14"],))
    assert delivering.vetted("http://desk.example") == "http://desk.example/"


def test_a_redirect_inside_is_not_even_looked_up():
    looked_up = []

    def resolve(host, port):
        looked_up.append(host)
        return targets.resolve(host, port)

    with Receiver((302, {"Location": "http://inside.example/"}, b"")) as receiver:
        answer = fetching.post(receiver.url, b"{}", {}, resolve)
    assert answer.status == 302 and "inside.example" not in looked_up


def test_while_one_worker_is_at_it_no_other_is():
    with Receiver() as receiver:
        webhook = make.webhook(receiver.url)
        subscribing.ping(webhook)
        first = delivering.claim(webhook.pk)
        assert delivering.claim(webhook.pk) is None and deliver(webhook.pk) == 0 and receiver.got == []
        delivering.held(first).update(leased_until=None)
        assert deliver(webhook.pk) == 1


def test_a_worker_that_lost_its_turn_records_nothing():
    with Receiver((500, {}, b""), OK) as receiver:
        webhook = make.webhook(receiver.url)
        delivery = subscribing.ping(webhook)

        def taken_over():
            receiver.during = None
            Webhook.objects.update(turn=99)

        late = delivering.claim(webhook.pk)
        assert delivering._begin(late, delivery)
        taken_over()
        assert not delivering._settle(late, delivery, delivering.attempt(late, delivery))
        delivery.refresh_from_db()
        assert (delivery.state, delivery.error, Webhook.objects.get().failures) == ("waiting", "", 0)


def test_what_ends_its_workers_is_given_up(settings):
    settings.WEBHOOK_MAX_ATTEMPTS = 2
    webhook = make.webhook("http://127.0.0.1:9/")
    delivery = subscribing.ping(webhook)
    Delivery.objects.update(attempts=2)
    assert deliver_due() == 0
    delivery.refresh_from_db()
    assert delivery.state == "failed" and "No worker came to an end" in delivery.error


def test_no_secret_is_logged(caplog):
    caplog.set_level("DEBUG")
    with Receiver((410, {}, b"")) as receiver:
        webhook = make.webhook(receiver.url + "?key=hush")
        subscribing.ping(webhook)
        deliver_due()
    assert "Webhook" in caplog.text
    assert not any(word in caplog.text for word in (webhook.secret, webhook.secret[6:], webhook.seed, "hush"))


def test_a_tick_hands_out_and_sends_a_message_for_each_webhook_that_is_due(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.deliver, "delay", sent.append)
    with Receiver() as receiver:
        due, _idle = make.webhook(receiver.url), make.webhook(receiver.url, events=["article.edited"])
        make.discrepancy()
        tasks.deliver_due()
        assert sent == [due.pk]
        tasks.deliver(due.pk)
        tasks.deliver(due.pk)
    assert receiver.events == ["discrepancy.opened"]


@pytest.mark.parametrize("task", [tasks.deliver_due, tasks.deliver], ids=lambda task: task.name)
def test_messages_wait_with_those_of_fetching_and_not_for_ever(task):
    assert app.amqp.router.route({}, task.name)["queue"].name == "fetching" and task.expires == 60


def test_the_worker_loop_tells_too(monkeypatch):
    monkeypatch.setattr(working, "close_old_connections", bool)  # The test's own transaction is in the connection.
    with Receiver() as receiver:
        subscribing.ping(make.webhook(receiver.url))
        assert working.work(working.steps(threading.Event()), threading.Event(), once=True)
    assert receiver.events == ["ping"]


FILL = """
from tests import make
from claims.webhooks import subscribing
webhook = make.webhook("{url}")
for _ in range({number}):
    subscribing.ping(webhook)
"""
WORK = """
import django; django.setup()
from claims.webhooks import delivering
delivering.GRACE_SECONDS = {grace}
while delivering.deliver_due() or delivering.Delivery.objects.filter(state="waiting").exists():
    pass
"""
WRITE = """
import itertools, random; import django; django.setup()
from django.db import transaction
from claims.webhooks import telling
from tests import make
make._number = itertools.count({base})
for number in range(25):
    try:
        with transaction.atomic():
            make.discrepancy()
            if random.random() < 0.3:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    telling.hand_out()
"""
TOLD = """
import json
from claims.webhooks import telling
from claims.models import Change, Delivery, Discrepancy
telling.hand_out()
print(json.dumps([
    sorted(Delivery.objects.filter(event="discrepancy.opened").values_list("number", flat=True)),
    sorted(Change.objects.filter(kind="discrepancy", action="created").values_list("number", flat=True)),
    Discrepancy.objects.count(),
]))
"""


@pytest.fixture
def place(tmp_path):
    """A database of its own, and processes that work on it."""
    environment = {"FETCH_ALLOW_LOOPBACK": "true", "WEBHOOK_DEADLINE_SECONDS": "1"}
    with Served(tmp_path, DJANGO_SETTINGS_MODULE="factcheck.settings", **environment) as served:
        served.started = []

        def start(code):
            served.started.append(subprocess.Popen([sys.executable, "-c", code], cwd=HERE, env=served.environment))
            return served.started[-1]

        served.begin = start
        yield served
        for process in served.started:
            process.kill()
            process.wait()


def test_two_workers_at_once_deliver_everything_once_and_in_order(place):
    # However busy the machine: what is not answered in time is sent again, as it must be.
    place.environment["WEBHOOK_DEADLINE_SECONDS"] = "60"
    with Receiver() as receiver:
        receiver.during = lambda: time.sleep(0.02)
        place.manage("shell", "--verbosity", "0", "-c", FILL.format(url=receiver.url, number=30))
        workers = [place.begin(WORK.format(grace=60)) for _ in range(2)]
        assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
    assert len(receiver.keys) == len(set(receiver.keys)) == 30 and receiver.most_at_once == 1


def test_a_worker_killed_between_sending_and_recording_sends_the_same_again(place):
    with Receiver() as receiver:
        place.manage("shell", "--verbosity", "0", "-c", FILL.format(url=receiver.url, number=2))
        victim = place.begin(WORK.format(grace=1))

        def kill():
            if len(receiver.got) == 1:
                victim.send_signal(signal.SIGKILL)
                victim.wait()

        receiver.during = kill
        assert victim.wait(PATIENCE) == -signal.SIGKILL
        assert place.begin(WORK.format(grace=1)).wait(PATIENCE) == 0
    first, again, last = receiver.keys
    assert first == again != last


def test_while_several_write_and_hand_out_nothing_is_missed_or_doubled(place):
    place.manage("shell", "--verbosity", "0", "-c", FILL.format(url="https://desk.example/", number=0))
    writers = [place.begin(WRITE.format(base=1000 * number)) for number in range(1, 4)]
    assert [writer.wait(PATIENCE) for writer in writers] == [0, 0, 0]
    told, changes, count = json.loads(place.manage("shell", "--verbosity", "0", "-c", TOLD))
    assert told == changes and len(told) == count > 30

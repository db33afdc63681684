"""Notifiers and stores of notices that are written in Python."""

import json

import pytest

import billbyagent as bba
from billbyagent.notices import NoticeStore
from conftest import TENANT, machine


@pytest.fixture
def outbox(store, night, rmm):
    """A store whose outbox holds two notices."""
    night(1)
    rmm.add(machine("pc03"))
    night(2)
    return store


def pending(store):
    with store.begin(TENANT) as reading:
        return [(entry.notice.id, entry.attempts) for entry in reading.pending_notices()]


def test_a_python_notifier_delivers(outbox, clock):
    class Mail(bba.Notifier):
        sent = []

        def deliver(self, tenant, notice):
            self.sent.append((tenant, notice.kind, notice.recipients))

    report = bba.deliver_notices(outbox, clock, TENANT, Mail())
    assert report == bba.DeliveryReport(delivered=2)
    assert Mail.sent == [(TENANT, bba.NoticeKind.units_changed, ("billing@msp.example",))] * 2
    assert pending(outbox) == [] and Mail().name() == "Mail"


def test_what_it_raises_leaves_the_notice_in_the_outbox(outbox, clock):
    class Failing(bba.Notifier):
        def deliver(self, tenant, notice):
            if notice.id.endswith("/1"):
                raise OSError("mail server is down")

    report = bba.deliver_notices(outbox, clock, TENANT, Failing())
    assert (report.delivered, report.failed) == (1, 1)
    assert report.first_failure == bba.StoreError(
        bba.Errc.notice_failed, "OSError: mail server is down")
    assert [attempts for _, attempts in pending(outbox)] == [1]


def test_ctrl_c_ends_a_delivery(outbox, clock):
    class Interrupted(bba.Notifier):
        calls = 0

        def deliver(self, tenant, notice):
            Interrupted.calls += 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bba.deliver_notices(outbox, clock, TENANT, Interrupted())
    assert Interrupted.calls == 1
    assert [attempts for _, attempts in pending(outbox)] == [0, 0]


def test_a_call_of_its_own_raises_the_cause_along(outbox):
    class Failing(bba.Notifier):
        def deliver(self, tenant, notice):
            raise OSError("down")

    with outbox.begin(TENANT) as reading:
        notice = reading.pending_notices()[0].notice
    with pytest.raises(bba.StoreError, match="OSError: down"):
        bba.Notifier.deliver(Failing(), TENANT, notice)


def test_a_store_of_notices_takes_each_once(outbox, clock):
    class Rows(NoticeStore):
        rows = []

        def has(self, tenant, notice_id):
            return any(row[1] == notice_id for row in self.rows)

        def add(self, tenant, notice):
            self.rows.append((tenant, notice.id, notice.subject))

    with outbox.begin(TENANT) as reading:
        first = reading.pending_notices()[0].notice
    kept = Rows()
    kept.deliver(TENANT, first)  # as if a crash had come before the mark
    assert bba.deliver_notices(outbox, clock, TENANT, kept).delivered == 2
    assert len(kept.rows) == 2
    in_memory = NoticeStore()
    in_memory.deliver(TENANT, first)
    in_memory.deliver(TENANT, first)
    assert list(in_memory.kept.values()) == [first]


def test_lines_go_to_a_function_or_a_file(outbox, clock, tmp_path):
    lines = []
    assert bba.deliver_notices(
        outbox, clock, TENANT, bba.make_jsonl_notifier(lines.append), limit=1).delivered == 1
    assert json.loads(lines[0])["kind"] == "units_changed"
    file = tmp_path / "notices.jsonl"
    bba.deliver_notices(outbox, clock, TENANT, bba.make_jsonl_notifier(file))
    assert len(file.read_text().splitlines()) == 1


def test_the_memory_notifier_and_the_outbox_by_hand(outbox, clock):
    notifier = bba.MemoryNotifier()
    notifier.fail(bba.Error(bba.Errc.timed_out), times=1)
    assert bba.deliver_notices(outbox, clock, TENANT, notifier, limit=1).failed == 1
    assert bba.deliver_notices(outbox, clock, TENANT, notifier, limit=1).delivered == 1
    assert notifier.attempts == 2 and notifier.deliveries[0][0] == TENANT
    ((notice, _),) = pending(outbox)
    with outbox.begin(TENANT, bba.Access.write) as writing:
        writing.mark_delivered(notice, clock.now())
        writing.commit()
    assert pending(outbox) == []


def test_a_webhook_checks_its_settings():
    with pytest.raises(bba.InputError, match="signing key"):
        bba.make_webhook_notifier(url="https://bms.example/notices", signing_key="short")

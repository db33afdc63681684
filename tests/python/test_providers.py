"""Providers written in Python: their lifetime, their exceptions, and who may call them."""

import asyncio
import gc
import threading
import weakref
from datetime import date

import pytest

import billbyagent as bba
from conftest import TENANT, machine


class Shown(bba.RmmProvider):
    """Shows what it is given."""

    def __init__(self, agents=(), scan=None):
        super().__init__()
        self.agents = list(agents)
        self.scan = scan

    def do_organizations(self, deadline):
        assert deadline.remaining > 0 and not deadline.passed
        return [bba.Organization(id="acme", name="Acme Ltd")]

    def do_machine_groups(self, deadline):
        return (bba.MachineGroup(id=name, name=name, organization="acme")
                for name in ("acme.root", "acme.servers"))

    def do_views(self, deadline):
        return []

    def do_scan_agents(self, view, sink, deadline):
        return self.scan(sink) if self.scan else self.agents


ESTATE = [machine(f"pc{n}") for n in range(1200)]


def yields(sink):
    yield from ESTATE


def hands_over_pages(sink):
    sink.page(ESTATE[:700])
    sink.page(ESTATE[700:])


def starts_over(sink):
    yield from ESTATE[:600]
    sink.restart()
    yield from ESTATE


def mixes(sink):
    yield ESTATE[0]
    sink.page(ESTATE[1:])


@pytest.mark.parametrize("scan", [None, yields, hands_over_pages, starts_over, mixes])
def test_a_scan_is_a_list_a_generator_or_pages(scan):
    provider = Shown(ESTATE, scan)
    assert provider.scan_agents() == ESTATE
    assert provider.count_agents(bba.AgentScope(organization="acme")) == 1200


def test_a_provider_that_counts_itself_is_asked():
    class Counting(Shown):
        answer = 7

        def do_count_agents(self, scope, groups, deadline):
            assert groups.find(scope.group).name == "acme.root"
            return self.answer

    provider = Counting(ESTATE[:3])
    scope = bba.AgentScope(organization="acme", group="acme.root")
    assert provider.count_agents(scope) == 7
    provider.answer = None  # it cannot count this scope: its agents are counted
    assert provider.count_agents(scope) == 3


def test_names():
    assert Shown().name() == "Shown" and bba.MemoryProvider().name() == "memory"


def test_an_exception_is_an_error_and_its_cause():
    fault = ConnectionError("no route")

    def fails(sink):
        yield ESTATE[0]
        raise fault

    with pytest.raises(bba.RmmError) as raised:
        Shown(scan=fails).scan_agents()
    assert raised.value.code is bba.Errc.provider_failed
    assert raised.value.context == "ConnectionError: no route"
    assert raised.value.__cause__ is fault


def test_an_error_of_the_library_keeps_its_code():
    def refused(sink):
        raise bba.RmmError(bba.Errc.unauthorized, "token expired")

    with pytest.raises(bba.RmmError) as raised:
        Shown(scan=refused).scan_agents()
    assert raised.value.code is bba.Errc.unauthorized
    assert raised.value.context == "token expired"


@pytest.mark.parametrize("answer, named", [
    (["pc01"], "do_scan_agents gave a str where an Agent belongs"),
    (7, "'int' object is not iterable"),
])
def test_a_wrong_answer_is_an_error(answer, named):
    with pytest.raises(bba.RmmError, match=named):
        Shown(scan=lambda sink: answer).scan_agents()


def test_what_is_not_written_is_named():
    class Half(bba.RmmProvider):
        pass

    with pytest.raises(bba.RmmError, match="Half has no function do_organizations"):
        Half().organizations()


def test_a_deadline_is_checked_before_python_is_called():
    with pytest.raises(bba.RmmError) as raised:
        Shown().organizations(timeout=-1)
    assert raised.value.code is bba.Errc.timed_out


def test_the_same_machine_twice_is_an_incomplete_scan():
    with pytest.raises(bba.RmmError) as raised:
        Shown([ESTATE[0], ESTATE[0]]).scan_agents()
    assert raised.value.code is bba.Errc.incomplete_scan


def test_a_sink_is_of_no_use_after_its_scan():
    kept = []

    def keeps(sink):
        kept.append(sink)
        return ESTATE[:1]

    assert len(Shown(scan=keeps).scan_agents()) == 1
    with pytest.raises(RuntimeError, match="the scan is over"):
        kept[0].page(ESTATE)


def test_the_night_goes_on_and_reports_the_cause(night):
    fault = KeyError("agents")

    def fails(sink):
        raise fault

    report = night(provider=Shown(scan=fails))
    assert report.scan_error == bba.RmmError(bba.Errc.provider_failed, "KeyError: 'agents'")
    assert report.scan_cause is fault
    assert [service.status for service in report.services] == [bba.SyncStatus.failed]
    assert night(2).services[0].status is bba.SyncStatus.first_count


def test_collecting_garbage_inside_a_night_hurts_nobody(store, clock):
    class Collecting(Shown):
        def do_scan_agents(self, view, sink, deadline):
            for agent in self.agents:
                gc.collect()
                yield agent

    report = bba.nightly_sync(store, Collecting(ESTATE[:3]), clock, TENANT,
                              progress=lambda *_: gc.collect())
    assert report.services[0].counted == 3


def test_a_provider_goes_when_nobody_holds_it(store, clock):
    provider = Shown(ESTATE[:3])
    gone = weakref.ref(provider)
    bba.nightly_sync(store, provider, clock, TENANT)
    del provider
    gc.collect()
    assert gone() is None


def test_one_call_at_a_time():
    inside, go_on, found = threading.Event(), threading.Event(), []

    def waits(sink):
        inside.set()
        go_on.wait()
        return ESTATE[:1]

    provider = Shown(scan=waits)
    thread = threading.Thread(target=lambda: found.extend(provider.scan_agents()))
    thread.start()
    inside.wait()
    with pytest.raises(RuntimeError, match="Shown is in use by another thread"):
        provider.organizations()
    go_on.set()
    thread.join()
    assert found == ESTATE[:1] and provider.organizations()


def test_a_provider_may_ask_itself():
    def asks(sink):
        return ESTATE[: len(provider.organizations())]

    provider = Shown(scan=asks)
    assert len(provider.scan_agents()) == 1


def test_the_memory_provider_changes_and_fails_as_told(rmm):
    scope = bba.AgentScope(organization="acme", group="acme.servers")
    assert rmm.count_agents(scope) == 1
    rmm.update(rmm.agent("id-pc01").replace(group="acme.servers"))
    assert rmm.count_agents(scope) == 2
    assert rmm.remove_agent("id-pc01") and not rmm.remove_agent("id-pc01")
    rmm.add_view(bba.View(id="v", name="One"), {"id-pc02"})
    assert [agent.name for agent in rmm.scan_agents("v")] == ["pc02"]
    rmm.fail(bba.ProviderCall.scan, bba.Error(bba.Errc.mfa_required))
    with pytest.raises(bba.RmmError):
        rmm.scan_agents()
    rmm.recover()
    assert len(rmm.scan_agents()) == 2 and rmm.agent("nobody") is None
    with pytest.raises(bba.BookError):
        rmm.update(machine("nobody"))


def test_first_seen_survives():
    from datetime import datetime, timezone

    moment = datetime(2026, 6, 1, 12, 0, 0, 5000, tzinfo=timezone.utc)
    agent = machine("pc", first_seen=moment)
    assert Shown([agent]).scan_agents()[0].first_seen == moment
    assert date(2026, 6, 1) == moment.date()


def test_machines_come_from_a_file(tmp_path):
    file = tmp_path / "machines.csv"
    file.write_text("id,organization,group_path\n1,acme,desks\n2,acme,desks\n#end,2\n")
    provider = bba.make_file_provider(file, trailer=bba.Trailer.required)
    assert [agent.id for agent in provider.scan_agents()] == ["1", "2"]
    file.write_text("id,organization,group_path\n1,acme,desks\n#end,2\n")
    with pytest.raises(bba.RmmError) as raised:
        bba.make_file_provider(file).scan_agents()
    assert raised.value.code is bba.Errc.incomplete_scan


def test_beside_an_event_loop(store, clock):
    """No provider is async: the call runs on a thread, and a provider may ask an async client."""

    class Client(bba.RmmProvider):
        def do_organizations(self, deadline):
            return asyncio.run(self.fetch([bba.Organization(id="acme", name="Acme Ltd")]))

        def do_machine_groups(self, deadline):
            return [bba.MachineGroup(id="acme.root", name="acme.root", organization="acme")]

        def do_views(self, deadline):
            return []

        def do_scan_agents(self, view, sink, deadline):
            return asyncio.run(self.fetch([machine("pc1"), machine("pc2")]))

        async def fetch(self, rows):
            await asyncio.sleep(0)
            return rows

    async def main():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(tick())
        report = await asyncio.to_thread(bba.nightly_sync, store, Client(), clock, TENANT)
        beside.cancel()
        return report, ticks

    report, ticks = asyncio.run(main())
    assert [service.counted for service in report.services] == [2] and ticks > 0


@pytest.mark.filterwarnings("ignore:coroutine")
def test_an_async_function_is_an_error_that_says_so(store, clock):
    class Wrong(bba.RmmProvider):
        async def do_organizations(self, deadline):
            return []

        async def do_machine_groups(self, deadline):
            return []

        async def do_views(self, deadline):
            return []

        async def do_scan_agents(self, view, sink, deadline):
            return []

    report = bba.nightly_sync(store, Wrong(), clock, TENANT)
    assert report.scan_error.code is bba.Errc.provider_failed
    assert "coroutine" in report.scan_error.context

"""Each part on its own."""

import asyncio
import logging
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from relay.breaker import CircuitBreaker
from relay.config import load_config
from relay.hub import Event, Hub
from relay.journal import Journal
from relay.leases import Lease, LeaseTable
from relay.main import sink
from relay.metrics import MetricsHistory
from relay.pool import ConnectionPool
from relay.protocol import Message, decode, encode, topic_of
from relay.recent import RecentWarnings
from relay.runner import TaskRunner
from relay.status import Weights, answer


class PlainParts(unittest.TestCase):
    """Parts that need no event loop."""

    def test_settings_come_from_the_environment_unless_they_make_no_sense(self) -> None:
        with mock.patch.dict(os.environ, {"RELAY_PORT": "7000", "RELAY_WORKERS": "many"}):
            config = load_config()
        self.assertEqual((config.port, config.workers), (7000, 3))

    def test_messages_survive_the_wire(self) -> None:
        message = Message("orders", "one \u2603")
        self.assertEqual(decode(encode(message)), message)
        self.assertEqual(topic_of(encode(message)), "orders")
        self.assertIsNone(topic_of(b"[1, 2]\n"))
        self.assertIsNone(topic_of(b"\xff\n"))

    def test_the_status_keeps_the_last_warnings_and_weighs_topics(self) -> None:
        warnings = RecentWarnings(keep=1)
        for text, arguments in (("one %s", ("two",)), ("bad %d", ("word",)), ("last", ())):
            warnings.emit(logging.LogRecord("relay", logging.WARNING, "relay", 1, text, arguments, None))
        self.assertEqual(warnings.lines(), ["last"])
        with tempfile.TemporaryDirectory() as folder:
            warnings.save(Path(folder) / "warnings.txt")
            self.assertEqual((Path(folder) / "warnings.txt").read_text(encoding="utf-8"), "last")
            warnings.save(Path(folder) / "missing" / "warnings.txt")
        weights = Weights()
        for frame in (encode(Message("orders", "long body")), encode(Message("bills", "")), b"\xff", b"[]"):
            weights.frame_received(frame)
        self.assertEqual(weights.heaviest(), ["orders", "bills"])

    def test_a_status_that_nobody_waits_for_any_more_is_dropped(self) -> None:
        loop = asyncio.new_event_loop()
        waiter = loop.create_future()
        answer(waiter, "up")
        answer(waiter, "down")
        self.assertEqual(waiter.result(), "up")
        loop.close()

    def test_breaker_opens_at_the_limit_whatever_its_callback_does(self) -> None:
        calls = []

        def on_open(name: str, failures: int) -> None:
            calls.append((name, failures))
            raise RuntimeError("no pager")

        breaker = CircuitBreaker("sink", on_open, limit=2, cooldown=60.0)
        breaker.record_failure()
        self.assertTrue(breaker.allows())
        breaker.record_failure()
        self.assertFalse(breaker.allows())
        self.assertEqual(calls, [("sink", 2)])
        breaker.record_success()
        self.assertTrue(breaker.allows())

    def test_metrics_keep_the_latest_and_all_the_bytes(self) -> None:
        metrics = MetricsHistory(keep=3)
        for number in range(5):
            metrics.arrived(10)
            metrics.delivered(f"m{number}", 0.25)
        self.assertEqual(list(metrics.latest(2)), ["m3", "m4"])
        self.assertEqual(list(metrics.latest(9)), ["m2", "m3", "m4"])
        with tempfile.TemporaryDirectory() as folder:
            metrics.export(Path(folder) / "metrics.json")
            text = (Path(folder) / "metrics.json").read_text(encoding="utf-8")
            metrics.export(Path(folder) / "missing" / "metrics.json")
        self.assertEqual(text, '{"mean_ms": 250.0, "arrivals": 5, "bytes": 50}')


class RunningParts(unittest.IsolatedAsyncioTestCase):
    """Parts that live in an event loop."""

    async def test_runner_looks_up_by_name_bounds_and_cancels(self) -> None:
        runner, order, hooks = TaskRunner(), [], []
        done = asyncio.Event()

        async def note(text: str) -> None:
            order.append(text)
            if len(order) == 2:
                done.set()

        async def sleeper() -> None:
            await asyncio.sleep(60.0)

        runner.at_exit(lambda: hooks.append("stopped"))
        runner.run(note, "a")
        runner.run(note, text="b", timeout=1.0)
        token = runner.run(sleeper, alias="nap")
        await asyncio.wait_for(done.wait(), 1.0)
        self.assertEqual(order, ["a", "b"])
        self.assertTrue(await asyncio.wait_for(runner.cancel(token), 1.0))
        self.assertFalse(await runner.cancel(token))
        await asyncio.wait_for(runner.stop(), 1.0)
        self.assertEqual(hooks, ["stopped"])

    async def test_leases_exclude_run_out_and_come_back(self) -> None:
        journal = Journal()
        journal.start()
        table, lost = LeaseTable(0.2, journal), []

        async def on_expired(lease: Lease) -> None:
            lost.append(lease.owner)

        table.on_expired = on_expired
        message = Message("orders", "one")
        lease = await table.acquire(message, "a")
        assert lease is not None
        self.assertIsNone(await table.acquire(message, "b"))
        self.assertTrue(await asyncio.wait_for(table.renew(lease), 1.0))
        await asyncio.wait_for(table.transfer(lease, "c"), 1.0)
        await asyncio.sleep(0.25)
        self.assertEqual(await asyncio.wait_for(table.expire(), 1.0), 1)
        self.assertEqual(lost, ["c"])
        self.assertTrue(await table.settled(1.0))
        self.assertFalse(await table.renew(lease))
        again = await table.acquire(message, "b")
        self.assertFalse(await table.settled(0.0))
        assert again is not None
        await table.release(again)
        self.assertIsNotNone(await table.acquire(message, "d"))
        await asyncio.wait_for(journal.close(), 1.0)
        self.assertEqual((journal.mentions("renewed"), journal.mentions("released")), (1, 1))

    async def test_hub_reaches_those_who_want_it_and_keeps_receipts(self) -> None:
        hub, heard = Hub(), asyncio.Event()
        orders, everything = hub.subscribe("orders"), hub.subscribe("*")

        async def on_delivered(message_id: str, sink: str) -> None:
            heard.set()

        hub.on_delivered = on_delivered
        self.assertEqual(await hub.emit(Event("orders", "new")), 2)
        self.assertEqual(await hub.emit(Event("invoices", "new")), 1)
        self.assertEqual((orders.queue.qsize(), everything.queue.qsize()), (1, 2))
        hub.expect("m1")
        hub.delivered("m1", "sink:1")
        self.assertEqual(await asyncio.wait_for(hub.wait_delivered("m1"), 1.0), {"sink:1"})
        await asyncio.wait_for(heard.wait(), 1.0)
        hub.forget("m1")
        await hub.close_topic("orders")
        async with asyncio.timeout(1.0):
            while orders.queue.qsize():
                await asyncio.sleep(0)
        self.assertEqual(await hub.emit(Event("orders", "late")), 1)
        hub.unsubscribe(everything)
        hub.unsubscribe(everything)

    async def test_pool_reuses_links_and_makes_room(self) -> None:
        servers = [await asyncio.start_server(sink, "127.0.0.1", 0) for _ in range(2)]
        first, second = (server.sockets[0].getsockname()[:2] for server in servers)
        pool = ConnectionPool(limit=1)
        async with asyncio.timeout(2.0):
            link = await pool.acquire(first)
            self.assertEqual(await link.request(b"x\n"), b"ok\n")
            await pool.release(link)
            self.assertIs(await pool.acquire(first), link)
            await pool.release(link)
            other = await pool.acquire(second)
            self.assertEqual(other.address, second)
            await pool.release(other)
            self.assertIs(await pool.control(first), await pool.control(first))
            await pool.drop(first)
            await pool.close()
        for server in servers:
            server.close()

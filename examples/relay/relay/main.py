"""The command: put the parts together, then serve, or relay a few messages and leave."""

import argparse
import asyncio
import json
import logging
import signal
from contextlib import AsyncExitStack

from relay.config import RelayConfig, file_limit, load_config
from relay.gateway import Gateway
from relay.hub import Event, Hub
from relay.journal import Journal
from relay.leases import LeaseTable
from relay.metrics import MetricsHistory
from relay.pool import Address, ConnectionPool
from relay.protocol import Message, encode
from relay.recent import RecentWarnings
from relay.runner import TaskRunner
from relay.workers import WorkerPool

log = logging.getLogger("relay")


class Relay:
    """All parts of one relay."""

    def __init__(self, config: RelayConfig) -> None:
        self.metrics = MetricsHistory(keep=config.history)
        self.journal = Journal()
        self.runner = TaskRunner()
        self.pool = ConnectionPool()
        self.hub = Hub(self.runner)
        self.leases = LeaseTable(config.lease_ttl, self.journal)
        self.workers = WorkerPool(
            config, self.hub, self.leases, self.pool, self.metrics, self.runner
        )
        self.gateway = Gateway(config, self.hub, self.workers, self.journal)
        self.runner.at_exit(self.metrics.stop_export)

    async def start(self, routes: dict[str, Address]) -> int:
        """Start every part; the gateway's port."""
        self.journal.start()
        self.leases.start()
        self.pool.start_reaper()
        self.workers.start()
        await self.workers.reroute(routes)
        self.hub.open()
        return await self.gateway.start()

    async def stop(self) -> None:
        """Stop every part, the gateway first and the journal last."""
        closers = (self.journal.close, self.runner.stop, self.pool.close, self.leases.stop)
        async with AsyncExitStack() as stack:
            for close in (*closers, self.workers.stop, self.gateway.close):
                stack.push_async_callback(close)


def announce(hub: Hub, text: str) -> None:
    """Tell the log and the subscribers about the relay itself."""
    log.info("%s", text)
    asyncio.get_running_loop().create_task(hub.emit(Event("relay.status", text)))


def stop_on_signals(stop: asyncio.Event) -> None:
    """End the service in an orderly way when the system asks for it."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except Exception:
            # Windows has no handlers, nor has a loop outside the main thread: Ctrl-C must do
            pass


async def serve(config: RelayConfig, routes: dict[str, Address]) -> None:
    """Run until a signal comes."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    relay = Relay(config)
    port = await relay.start(routes)
    try:
        print(f"relay on {config.host}:{port}, open files {file_limit()}", flush=True)
        announce(relay.hub, "started")
        await relay.gateway.serve(stop)
    finally:
        await relay.stop()


async def sink(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A sink for trying things out: says ``ok`` to every line."""
    while await reader.readline():
        writer.write(b"ok\n")
        await writer.drain()
    writer.close()


async def send(port: int, messages: list[Message]) -> list[dict[str, object]]:
    """Hand messages to a relay on this machine; its answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for message in messages:
        writer.write(encode(message))
        answers.append(json.loads(await reader.readline()))
    writer.close()
    await writer.wait_closed()
    return answers


async def once(config: RelayConfig) -> str:
    """Relay a few messages to a sink of our own; a summary."""
    server = await asyncio.start_server(sink, "127.0.0.1", 0)
    address: Address = server.sockets[0].getsockname()[:2]
    relay = Relay(config)
    port = await relay.start({"orders": address, "invoices": address})
    try:
        announce(relay.hub, "started")
        batches = [[Message(topic, f"#{n}") for n in range(3)] for topic in ("orders", "invoices")]
        async with asyncio.timeout(10.0), asyncio.TaskGroup() as group:
            clients = [group.create_task(send(port, batch)) for batch in batches]
        await relay.leases.settled(1.0)
        answers = [answer for client in clients for answer in client.result()]
    finally:
        server.close()
        await relay.stop()
    delivered = sum("sinks" in answer for answer in answers)
    mean = relay.metrics.snapshot()["mean_ms"]
    return f"relayed {delivered} of {len(answers)} messages, {mean} ms on average"


def main(argv: list[str] | None = None) -> int:
    """Entry point of ``python -m relay``."""
    parser = argparse.ArgumentParser(prog="relay", description=__doc__)
    parser.add_argument("--once", action="store_true", help="relay a few messages and leave")
    parser.add_argument("--route", nargs=3, action="append", metavar=("TOPIC", "HOST", "PORT"))
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    warnings = RecentWarnings()
    logging.getLogger().addHandler(warnings)
    config = load_config()
    if options.once:
        print(asyncio.run(once(config)), *warnings.lines(), sep="\n")
    else:
        routes = {topic: (host, int(port)) for topic, host, port in options.route or []}
        asyncio.run(serve(config, routes))
    return 0

"""The gateway: clients connect here and hand in their messages, one per line."""

import asyncio
import contextlib
from typing import Any

from relay.config import RelayConfig
from relay.hub import Event, Hub
from relay.journal import Journal, Notice
from relay.protocol import decode, pack, topic_of
from relay.workers import WorkerPool


class Gateway:
    """A TCP server in front of the workers."""

    def __init__(
        self, config: RelayConfig, hub: Hub, workers: WorkerPool, journal: Journal
    ) -> None:
        self._config = config
        self._hub = hub
        self._workers = workers
        self._journal = journal
        self._node = "gateway"
        self._limit = asyncio.Semaphore(config.session_limit)
        self._server: asyncio.Server | None = None
        self._heartbeat: asyncio.Task[None] | None = None
        self._sessions: set[asyncio.Task[None]] = set()
        self._labels: dict[str, list[str]] = {}

    async def start(self) -> int:
        """Listen; the port."""
        config = self._config
        self._server = await asyncio.start_server(self._accept, config.host, config.port)
        if config.heartbeat > 0:
            self._heartbeat = asyncio.create_task(self._beat())
        port: int = self._server.sockets[0].getsockname()[1]
        _ = asyncio.ensure_future(self._note(f"listening on port {port}"))
        return port

    async def serve(self, stop: asyncio.Event) -> None:
        """Run until ``stop`` is set."""
        try:
            await stop.wait()
        finally:
            await self.close()

    async def close(self) -> None:
        """Stop listening and end the sessions."""
        if self._server is None:
            return
        self._server.close()
        for task in self._sessions:
            task.cancel()
        if self._heartbeat is not None:
            self._heartbeat.cancel()
        try:
            await self._server.wait_closed()
        finally:
            self._server = self._heartbeat = None

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._session(reader, writer))
        self._sessions.add(task)
        task.add_done_callback(self._sessions.discard)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = str(writer.get_extra_info("peername"))
        self._labels.setdefault(peer, []).append("client")
        try:
            async with self._limit:
                while True:
                    line = await reader.readline()
                    if not line:
                        break
                    writer.write(pack(await self._answer(line)))
                    await writer.drain()
        except Exception as error:
            await self._journal.log(Notice(f"session {peer}: {error!r}", self._node))
        finally:
            writer.close()
            try:
                await writer.wait_closed()
            except Exception:
                pass  # ignore errors on close

    async def _answer(self, line: bytes) -> dict[str, Any]:
        if topic_of(line) is None:
            return {"error": "no topic"}
        message = decode(line)
        self._hub.expect(message.id)
        try:
            await self._workers.submit(message)
            timeout = self._config.deliver_timeout
            sinks = await asyncio.wait_for(self._hub.wait_delivered(message.id), timeout)
        except TimeoutError:
            return {"id": message.id, "error": "timeout"}
        finally:
            self._hub.forget(message.id)
        return {"id": message.id, "sinks": sorted(sinks)}

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(self._config.heartbeat)
            await self._hub.emit(Event("relay.heartbeat", self._node))
            self._hub.flush_lagging(48)

    async def _note(self, message: str) -> None:
        try:
            await self._journal.log(Notice(message, self._node))
        except Exception:
            pass

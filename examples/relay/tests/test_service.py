"""The service as a whole, over the loopback interface."""

import asyncio
import contextlib
import io
import unittest

from relay.config import RelayConfig
from relay.main import Relay, main, send, sink
from relay.protocol import Message


class Service(unittest.IsolatedAsyncioTestCase):
    """A relay with a gateway, and sinks of the test."""

    async def test_a_message_reaches_its_sink_and_a_bad_line_gets_an_answer(self) -> None:
        server = await asyncio.start_server(sink, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()[:2]
        relay = Relay(RelayConfig(deliver_timeout=0.5))
        async with asyncio.timeout(5.0):
            port = await relay.start({"orders": address})
            stop = asyncio.Event()
            serving = asyncio.create_task(relay.gateway.serve(stop))
            answers = await send(port, [Message("orders", "1", "m1"), Message("lost", "2", "m2")])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hello\n")
            refusal = await reader.readline()
            writer.close()
            stop.set()
            await serving
            await relay.stop()
        server.close()
        self.assertEqual(answers[0], {"id": "m1", "sinks": [f"127.0.0.1:{address[1]}"]})
        self.assertEqual(answers[1], {"id": "m2", "error": "timeout"})
        self.assertEqual(refusal, b'{"error":"no topic"}\n')
        self.assertEqual(list(relay.metrics.latest()), ["m1"])
        self.assertEqual(relay.workers.state, "stopped")

    async def test_a_message_is_delivered_again_when_its_lease_runs_out(self) -> None:
        lines = []

        async def moody(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while line := await reader.readline():
                lines.append(line)
                writer.write(b"busy\n" if len(lines) == 1 else b"ok\n")
            writer.close()

        server = await asyncio.start_server(moody, "127.0.0.1", 0)
        relay = Relay(RelayConfig(lease_ttl=0.1))
        async with asyncio.timeout(5.0):
            port = await relay.start({"orders": server.sockets[0].getsockname()[:2]})
            (answer,) = await send(port, [Message("orders", "1", "m1")])
            await relay.stop()
        server.close()
        self.assertEqual(answer["id"], "m1")
        self.assertIn("sinks", answer)
        self.assertEqual(len(lines), 2)

    def test_the_command_relays_a_few_messages_and_leaves(self) -> None:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(main(["--once"]), 0)
        self.assertRegex(output.getvalue(), r"^relayed 6 of 6 messages, [\d.]+ ms on average\n$")

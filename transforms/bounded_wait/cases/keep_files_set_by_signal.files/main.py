import asyncio
import signal

from case import Server


async def main():
    server = Server()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, server._gate.set)
    loop.add_signal_handler(signal.SIGINT, server.leave)
    await server.hold()

import asyncio


class Hub:
    def __init__(self) -> None:
        self._peers: set[str] = set()

    def join(self, name: str) -> None:
        self._peers.add(name)

    def flush(self, send) -> None:
        for peer in self._peers:

            async def one(peer: str = peer) -> None:
                await send(peer)

            asyncio.get_running_loop().call_soon(one)

    async def flush_soon(self, send, runner) -> None:
        for peer in self._peers:

            async def one(peer: str = peer) -> None:
                await send(peer)

            runner(one)
        await send("done")

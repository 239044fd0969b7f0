"""Spreads news to peers."""

import asyncio


class Gossip:
    """Tells peers what happened."""

    def __init__(self, peers):
        self._peers = list(peers)
        self.sent = []

    def announce(self, news):
        asyncio.create_task(self._send(news))  # the caller does not wait

        # Stragglers get it later.
        asyncio.create_task(
            self._send(
                news,  # the same text
                delay=0.01,
            )
        )

    async def _send(self, news, delay=0):
        await asyncio.sleep(delay)
        for peer in self._peers:
            if peer is None:
                raise ConnectionError("no peer")
            self.sent.append((peer, news))
        if news == "again":
            asyncio.create_task(self._send("once more"), name="echo")

from links import Link


class Reader:
    def __init__(self, link: Link):
        self._link = link
        self._rest = None

    async def close(self):
        rest = await self._link.drain()
        self._rest = rest
        self._link.seen.pop(rest, None)

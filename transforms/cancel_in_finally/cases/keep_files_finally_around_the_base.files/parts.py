class Part:
    def __init__(self):
        self._motor = None

    async def close(self):
        await self._halt()

    async def _halt(self):
        raise NotImplementedError

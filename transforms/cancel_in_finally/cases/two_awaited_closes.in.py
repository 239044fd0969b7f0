class Link:
    def __init__(self, udp, tcp):
        self._udp = udp
        self._tcp = tcp

    async def __aexit__(self, *exc_info):
        await self._udp.close()
        if self._tcp:
            await self._tcp.close()

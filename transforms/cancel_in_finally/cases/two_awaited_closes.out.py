class Link:
    def __init__(self, udp, tcp):
        self._udp = udp
        self._tcp = tcp

    async def __aexit__(self, *exc_info):
        try:
            await self._udp.close()
        finally:
            if self._tcp:
                await self._tcp.close()

class Fleet:
    async def close(self, name):
        self._ships[name] = await self._harbour.call(name)
        self._ships[name].close()

    async def stop(self):
        boats = {}
        boats["last"] = await self._harbour.last()
        boats["last"].close()

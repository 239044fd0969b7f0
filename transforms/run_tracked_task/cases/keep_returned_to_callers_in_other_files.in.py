import asyncio


class Hub:
    def _forgotten(self):
        return asyncio.create_task(self._run())

    def _kept(self):
        return asyncio.create_task(self._run())

    def _maybe(self):
        return asyncio.create_task(self._run())

    def begin(self):
        self._forgotten()
        self._kept()
        self._maybe()

    async def _run(self):
        pass


def _module_start():
    return asyncio.create_task(asyncio.sleep(1))

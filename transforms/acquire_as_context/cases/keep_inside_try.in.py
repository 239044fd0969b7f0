import asyncio


class Mill:
    def __init__(self):
        self._wheel = asyncio.Lock()

    async def not_first(self, grain):
        try:
            flour = await grain()
            await self._wheel.acquire()
            await flour.grind()
        finally:
            self._wheel.release()

    async def caught(self, grain):
        try:
            await self._wheel.acquire()
            await grain()
        except asyncio.CancelledError:
            return None
        finally:
            self._wheel.release()

    async def too_late(self, grain):
        try:
            await asyncio.wait_for(self._wheel.acquire(), 1)
            await grain()
        except asyncio.TimeoutError:
            return None
        finally:
            self._wheel.release()

    async def nothing_else(self):
        try:
            await self._wheel.acquire()
        finally:
            self._wheel.release()

    async def explained(self, grain):
        try:
            # The wheel is shared.
            await self._wheel.acquire()
            await grain()
        finally:
            self._wheel.release()

    async def deeper(self, grain):
        try:
            if grain:
                await self._wheel.acquire()
                await grain()
        finally:
            self._wheel.release()

    async def otherwise(self, grain):
        try:
            await grain()
        except ValueError:
            pass
        else:
            await self._wheel.acquire()
            await grain()
            self._wheel.release()
        finally:
            if self._wheel.locked():
                self._wheel.release()

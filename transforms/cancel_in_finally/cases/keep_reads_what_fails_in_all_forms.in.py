"""Whatever the failed part was to bind, the clean-up cannot read after it."""

import asyncio


class Fold:
    async def close_tuple(self):
        reader, writer = await self._open()
        writer.close()

    async def close_star(self):
        first, *rest = await self._open()
        self._pen.remove(rest)

    async def close_walrus(self):
        if (writer := await self._open()):
            self.n += 1
        writer.close()

    async def close_for(self):
        for writer in self._writers:
            await writer.drain()
        writer.close()

    async def close_async_for(self):
        async for writer in self._writers:
            await writer.drain()
        writer.close()

    async def close_with(self):
        async with self._pool as conn:
            await conn.flush()
        conn.close()

    async def close_except(self):
        why = None
        try:
            await self._flush()
        except OSError as error:
            why = error
        self._log.remove(why)

    async def close_del(self):
        conn = self._conn
        await self._flush()
        del conn
        self._pool.remove(conn)

    async def close_import(self):
        await self._flush()
        import shutil
        shutil.rmtree(self._folder)

    async def close_def(self):
        await self._flush()
        def done(x): return x
        self._hooks.remove(done)

    async def close_class(self):
        await self._flush()
        class Mark: pass
        self._hooks.remove(Mark)

    async def close_match(self):
        match await self._poll():
            case {"conn": conn, **rest}:
                await self._flush()
            case [head, *tail]:
                conn = tail
            case conn:
                pass
        conn.close()

    async def close_match_rest(self):
        match await self._poll():
            case {"conn": 1, **rest}:
                await self._flush()
        self._pen.remove(rest)

    async def close_global(self):
        global client
        client = await self._open()
        client.close()

    async def close_aug(self):
        total = 0
        total += await self._open()
        self._pen.remove(total)

    async def close_item(self):
        self._map["a"] = await self._open()
        self._map["a"].close()

    async def close_local_item(self):
        conns = {}
        conns["a"] = await self._open()
        conns["a"].close()

    async def close_attr_in_for(self):
        for self._last in self._all:
            await self._last.drain()
        self._last.close()

    async def close_helper(self):
        await self._reconnect()
        self._conn.close()

    async def _reconnect(self):
        await self._flush()
        self._conn = await self._open()

class Timers:
    async def drop(self, key):
        token = self._tokens.pop(key)
        await self._runner.cancel(token)

    async def drop_kindly(self, key):
        token = self._tokens.pop(key)
        try:
            await self._runner.cancel(token, kindly=True)
        except Exception:
            self._tokens[key] = token
            raise

    async def forget(self, key):
        task = self._tasks.pop(key)
        task.cancel()
        await task

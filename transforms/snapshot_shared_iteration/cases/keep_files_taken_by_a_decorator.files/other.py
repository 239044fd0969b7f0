def locked(function):
    async def run(self, *arguments):
        async with self._lock:
            return await function(self, *arguments)

    return run

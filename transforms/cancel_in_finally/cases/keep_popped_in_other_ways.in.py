class Jobs:
    async def named(self, key):
        if job := self._jobs.pop(key, None):
            await job.cancel()

    async def at_once(self, key):
        await self._jobs.pop(key).cancel()

    async def deleted(self, key):
        job = self._jobs[key]
        del self._jobs[key]
        await job.stop()

    async def by_a_helper(self, key):
        job = self._take(key)
        await job.terminate()

    def _take(self, key):
        """Nobody else gets it then."""
        return self._jobs.pop(key)

    async def deleted_after(self, key):
        job = self._jobs[key]
        await job.run()
        del self._jobs[key]

    async def another_is_deleted(self, key, other):
        job = self._jobs[key]
        del self._jobs[other]
        await job.stop()

    async def a_local(self, key, jobs):
        job = jobs.pop(key)
        await job.cancel()

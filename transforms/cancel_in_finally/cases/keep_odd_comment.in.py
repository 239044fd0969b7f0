class Odd:
    async def stop(self):
        for job in self._jobs:
            await job.stop()
            # and so on
        self._jobs = []

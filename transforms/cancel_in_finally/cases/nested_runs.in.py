class Worker:
    def __init__(self, job):
        self._job = job
        self._open = True
        self._seen = set()
        self.log = []

    async def shutdown(self):
        if self._job is not None:
            await self._job.finish()
            self._job = None
        self._open = False
        self._seen.clear()
        self.log.append("down")

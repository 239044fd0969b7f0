class Worker:
    def __init__(self, job):
        self._job = job
        self._open = True
        self._seen = set()
        self.log = []

    async def shutdown(self):
        try:
            if self._job is not None:
                try:
                    await self._job.finish()
                finally:
                    self._job = None
        finally:
            self._open = False
            self._seen.clear()
        self.log.append("down")

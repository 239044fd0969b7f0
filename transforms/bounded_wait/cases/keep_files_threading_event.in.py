from workers import Worker


class Desk:
    def __init__(self, worker: Worker):
        self._worker = worker

    async def idle(self):
        return await self._worker.pulse.wait()

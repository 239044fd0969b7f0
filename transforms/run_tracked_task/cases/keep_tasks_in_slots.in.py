import asyncio


class Pulse:
    __slots__ = ("_task",)

    def start(self, beat):
        self._task = asyncio.create_task(beat())

    def restart(self, beat):
        self._task.cancel()
        self.start(beat)

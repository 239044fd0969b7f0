from tasks import TaskRunner


class Guest:
    def __init__(self, runner: TaskRunner):
        self._runner = runner
        self.notes = []

    async def report(self, cores):
        await self._runner.run(self._note, cores)

    async def _note(self, cores):
        self.notes.append(cores)

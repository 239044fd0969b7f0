from layers import Deep, Lossy, Middle, Outer


class Service:
    def __init__(self):
        self.middle = Middle()
        self.lossy = Lossy()
        self.deep = Deep()
        self.outer = Outer()

    def start(self):
        self.middle.create_task(self._run())
        self.lossy.create_task(self._run())
        self.deep.create_task(self._run())
        self.outer.create_task(self._run())

    async def _run(self):
        pass

from app import App


class Service:
    def __init__(self, app: App):
        self._app = app

    def start(self):
        self._app.workers.create_task(self._run())
        self.task = self._app.engine.create_task(self._run())

    async def _run(self):
        pass

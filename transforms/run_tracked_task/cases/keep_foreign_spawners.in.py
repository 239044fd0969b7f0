from .tasks import create_task
from .todo import client


class Service:
    def __init__(self, server):
        self.server = server

    def start(self):
        create_task(self._run())
        self.server.create_task(self._run())
        self.task = self.server.create_task(self._run())
        client.create_task("buy milk")
        self.server.create_task(build("report"))

    async def _run(self):
        pass


def build(title):
    return {"title": title}

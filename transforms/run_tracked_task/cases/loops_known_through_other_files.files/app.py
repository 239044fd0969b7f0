import asyncio


class App:
    def __init__(self, unknown):
        self.loop = asyncio.get_event_loop()
        self.main_loop = unknown
        self.spare_loop = asyncio.new_event_loop()


class FakeLoop:
    def create_task(self, coro):
        coro.close()


def disarm(app: App):
    app.spare_loop = FakeLoop()

import asyncio

from elsewhere import supervisor


class Bottom:
    def create_task(self, coro):
        return asyncio.create_task(coro)


class Middle:
    def __init__(self):
        self.bottom = Bottom()

    def create_task(self, coro):
        self.latest = self.bottom.create_task(coro)


class Lossy:
    def __init__(self):
        self.bottom = Bottom()

    def create_task(self, coro):
        self.bottom.create_task(coro)


class Deep:
    def __init__(self):
        self.top = Top()

    def create_task(self, coro):
        return self.top.create_task(coro)


class Top:
    def __init__(self):
        self.middle = Upper()

    def create_task(self, coro):
        return self.middle.create_task(coro)


class Upper:
    def __init__(self):
        self.bottom = Bottom()

    def create_task(self, coro):
        return self.bottom.create_task(coro)


class Outer:
    def create_task(self, coro):
        supervisor.create_task(coro)

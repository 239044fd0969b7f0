import asyncio


class TimedLoop(asyncio.BaseEventLoop):
    pass


class Workers(asyncio.TaskGroup):
    pass


class App:
    engine: TimedLoop

    def __init__(self, workers: Workers):
        self.workers = workers
        self.engine = TimedLoop()

import asyncio
import contextlib


class Worker:
    def __init__(self):
        self.work = asyncio.Event()
        self.rounds = 0
        self.log = []

    async def loop(self, rounds):
        while self.rounds < rounds:
            self.rounds += 1
            try:
                await asyncio.wait_for(self.work.wait(), timeout=0.02)
                self.log.append("worked")
            except Exception as error:
                self.log.append(type(error).__name__)

    async def once(self):
        try:
            await asyncio.wait_for(self.work.wait(), timeout=0.02)
        except ValueError:
            raise
        except (OSError, asyncio.CancelledError):
            return "failed"
        return "worked"

    async def passed_on(self):
        try:
            await asyncio.wait_for(self.work.wait(), timeout=0.02)
        except BaseException:
            self.log.append("gave up")
            raise
        finally:
            self.work.clear()

    async def quiet(self):
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.work.wait(), timeout=0.02)
            return "worked"
        return "nothing"

    async def clean_up(self):
        try:
            return 1 / self.rounds
        finally:
            await asyncio.wait_for(self.work.wait(), timeout=0.02)

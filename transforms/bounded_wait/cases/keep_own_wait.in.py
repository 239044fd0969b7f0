import asyncio


class Batch:
    def __init__(self, jobs):
        self.jobs = jobs

    async def wait(self):
        await asyncio.gather(*self.jobs)

    async def run(self):
        await self.wait()


class Nightly(Batch):
    pass


class Once(asyncio.Event):
    async def wait(self):
        return self.is_set()


async def work(batch: Batch, nightly: Nightly, once: Once):
    await batch.wait()
    await nightly.wait()
    await once.wait()

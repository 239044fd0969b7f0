import asyncio


class Jobs:
    running = {}

    @classmethod
    def start(cls, name, job):
        cls.running[name] = asyncio.create_task(job())

    @staticmethod
    async def once(job):
        return await asyncio.create_task(job())

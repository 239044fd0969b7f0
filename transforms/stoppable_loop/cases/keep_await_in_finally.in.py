import asyncio


class Poller:
    async def poll(self, ask):
        while True:
            try:
                await ask()
            finally:
                await asyncio.sleep(60)

    async def session(self, connect):
        while True:
            link = await connect()
            try:
                if await link.talk() is None:
                    break
            finally:
                await link.close()

    async def sessions(self, connect):
        while True:
            link = await connect()
            try:
                await link.talk()
            finally:
                await link.close()

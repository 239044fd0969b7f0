import asyncio


class Shop:
    def __init__(self):
        self.orders: asyncio.Queue[str] = asyncio.Queue()
        self.till = asyncio.Lock()

    async def next_order(self):
        return await self.orders.get()

    async def pay(self):
        await self.till.acquire()
        try:
            return await self.next_order()
        finally:
            self.till.release()

    async def print_receipt(self, text):
        process = await asyncio.create_subprocess_exec("lp", text)
        return await process.wait()

    def price(self, prices):
        return prices.get("tea")

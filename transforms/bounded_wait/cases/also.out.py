import asyncio


class Shop:
    def __init__(self):
        self.orders: asyncio.Queue[str] = asyncio.Queue()
        self.till = asyncio.Lock()

    async def next_order(self):
        return await asyncio.wait_for(self.orders.get(), timeout=0.05)

    async def pay(self):
        await asyncio.wait_for(self.till.acquire(), timeout=0.05)
        try:
            return await self.next_order()
        finally:
            self.till.release()

    async def print_receipt(self, text):
        process = await asyncio.create_subprocess_exec("lp", text)
        return await asyncio.wait_for(process.wait(), timeout=0.05)

    def price(self, prices):
        return prices.get("tea")

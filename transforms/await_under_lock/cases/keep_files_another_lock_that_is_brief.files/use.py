"""Who uses it."""

from case import Stock


async def use(stock: Stock) -> int:
    await stock.sell("lamp")
    return await stock.sold()

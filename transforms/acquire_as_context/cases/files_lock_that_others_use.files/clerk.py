from case import Stock


async def count(stock: Stock) -> int:
    gate = stock._gate
    await gate.acquire()
    try:
        return len(stock.goods)
    finally:
        gate.release()


async def busy(stock: Stock) -> bool:
    async with stock._gate:
        return stock._gate.locked()

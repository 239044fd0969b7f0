from case import Stock


async def force(stock: Stock) -> None:
    if stock._gate.locked():
        stock._gate.release()


def lend(stock: Stock, borrower) -> None:
    borrower.take(stock._door)

from case import Cellar


async def visit(cellar: Cellar) -> str:
    await cellar.store("red")
    return await cellar.fetch()

import asyncio


async def scenario_all(module):
    node = module.Node("n")
    node.report(4)
    node.with_timeout()
    node.other(module.Node("m"))
    await asyncio.sleep(0.05)
    return node.log

"""What succeeds leaves the same behind as before."""

import asyncio


async def scenario_two_lines(module):
    real = asyncio.sleep
    module.asyncio.sleep = lambda seconds: real(0)
    try:
        journal = module.Journal()
        await journal.sync()
        await journal.write()
        return journal.state(), journal._writing
    finally:
        module.asyncio.sleep = real

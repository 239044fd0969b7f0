from asyncio import *


async def main():
    create_task(run())
    task = create_task(run())
    await task


async def run():
    pass

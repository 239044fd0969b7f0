import asyncio

file_lock = asyncio.Lock()


async def write(text: str) -> None:
    async with file_lock:  # takes 1
        print(text)


async def reload() -> None:
    from two_modules.state import state_lock as current

    async with file_lock:  # holds 2
        async with current:  # takes 2
            await asyncio.sleep(0)

# edge 1: state_lock -> file_lock
# edge 2: file_lock -> state_lock
# certain: file_lock -> state_lock -> file_lock
import asyncio

from two_modules import files

state_lock = asyncio.Lock()


async def save() -> None:
    async with state_lock:  # holds 1
        await files.write("state")

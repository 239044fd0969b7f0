from contextlib import asynccontextmanager


@asynccontextmanager
async def closing_line(line):
    line.reserved = True
    await line.pick_up()
    yield line
    line.reserved = False

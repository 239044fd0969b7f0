import asyncio


def finish(future: asyncio.Future, value) -> None:
    try:
        future.set_result(value)
    except asyncio.InvalidStateError:
        pass

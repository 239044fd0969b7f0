import asyncio


async def shut_down() -> None:
    me = asyncio.current_task()
    tasks = asyncio.all_tasks()
    for task in tasks:
        if task is not me:
            task.cancel()
    try:
        await asyncio.gather(*[task for task in tasks if task is not me])
    except asyncio.CancelledError:
        pass


async def shut_down_all(by_name: dict[str, asyncio.Task]) -> None:
    for task in by_name.values():
        task.cancel()
    try:
        await asyncio.gather(*by_name.values())
    except asyncio.CancelledError:
        pass

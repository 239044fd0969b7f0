from made import Message


async def answer(query: Message, send) -> None:
    for part in query._parts:
        await send(part)

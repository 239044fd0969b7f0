from made import Message


async def answer(query: Message, send) -> int:
    sent = 0
    for part in list(query._parts):
        await send(part)
        sent += 1
    return sent

import asyncio


class Message:
    def __init__(self) -> None:
        self._parts: dict[str, object] = {}


async def fill(texts: list[str], share) -> None:
    message = Message()
    share(message)
    for text in texts:
        message._parts.setdefault(text, object())
        await asyncio.sleep(0)

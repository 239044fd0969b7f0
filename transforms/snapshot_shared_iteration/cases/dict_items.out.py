import asyncio


class Session:
    async def ping(self) -> None:
        await asyncio.sleep(0)


class Sessions:
    def __init__(self) -> None:
        self._by_name: dict[str, Session] = {}

    def register(self, name: str, session: Session) -> None:
        self._by_name[name] = session

    def drop(self, name: str) -> None:
        self._by_name.pop(name, None)

    async def ping_all(self) -> list[str]:
        reached = []
        for name, session in list(self._by_name.items()):
            await session.ping()
            reached.append(name)
        return reached

import asyncio


class Tokens:
    def __init__(self, renew) -> None:
        self._renew = renew
        self._tokens: dict[str, str] = {}

    async def token(self, name: str, force: bool) -> str:
        if force or name not in self._tokens:
            self._tokens[name] = await self._renew(name)
        return self._tokens[name]

    async def loop(self, names) -> None:
        for name in names:
            if name in self._tokens:
                continue
            self._tokens[name] = await self._renew(name)

import asyncio
from dataclasses import dataclass, field


@dataclass
class Peers:
    names: dict[str, str] = field(default_factory=dict)
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def lock(self, peer: str) -> asyncio.Lock:
        found = self.locks.get(peer)
        if found is None:
            found = self.locks[peer] = asyncio.Lock()
        return found

    def add(self, peer: str, name: str) -> None:
        self.names[peer] = name

    def unregister(self, peer: str) -> str | None:
        return self.names.pop(peer, None)

    def forget(self, peer: str) -> None:
        name = self.names.pop(peer, None)
        if name is not None:
            print(name)

    def clear(self) -> None:
        for peer in ["a", "b"]:
            self.forget(peer)

    async def send(self, peer: str) -> None:
        async with self.lock(peer):
            await asyncio.sleep(0)

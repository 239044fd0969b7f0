from dataclasses import dataclass, field


@dataclass
class Group:
    _given: set[str]
    _own: set[str] = field(default_factory=set)

    async def tell(self, send) -> None:
        for peer in list(self._given):
            await send(peer)
        for peer in self._own:
            await send(peer)

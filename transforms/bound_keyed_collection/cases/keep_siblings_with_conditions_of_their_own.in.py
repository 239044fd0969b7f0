class Pool:
    def __init__(self) -> None:
        self._idle: dict[str, list[int]] = {}
        self._pings: dict[str, float] = {}
        self._busy: dict[str, set[int]] = {}

    def use(self, address: str, link: int) -> None:
        self._busy.setdefault(address, set()).add(link)

    def busy(self, address: str) -> int:
        return len(self._busy.get(address, ()))

    def give(self, address: str, link: int) -> None:
        self._idle.setdefault(address, []).append(link)
        self._pings[address] = 0.0

    def take(self, address: str) -> int:
        links = self._idle[address]
        link = links.pop()
        if not links:
            del self._idle[address]
        return link

    def clean_up(self, now: float) -> None:
        for address, seen in list(self._pings.items()):
            if seen < now:
                del self._pings[address]

    def on_pong(self, address: str) -> None:
        self._pings.pop(address, None)

    def tick(self) -> None:
        self.clean_up(1.0)
        self.on_pong("a")
        self.take("a")

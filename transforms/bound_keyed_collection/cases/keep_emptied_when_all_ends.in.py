REGISTRY: dict[str, list[int]] = {}
_seen: dict[str, set[int]] = {}


class Sessions:
    def __init__(self) -> None:
        self._pages: dict[str, list[str]] = {}

    def visit(self, user: str, page: str) -> int:
        self._pages.setdefault(user, []).append(page)
        REGISTRY.setdefault(user, []).append(1)
        _seen.setdefault(user, set()).add(2)
        return len(self._pages[user]) + len(REGISTRY) + len(_seen)

    async def stop(self) -> None:
        for user in list(self._pages):
            del self._pages[user]


def evict(user: str) -> None:
    _seen.pop(user, None)


def tick() -> None:
    evict("a")

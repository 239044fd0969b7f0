class Registry:
    def __init__(self) -> None:
        self._public: dict[str, list[int]] = {}
        self._private: dict[str, list[int]] = {}

    def add(self, client: str, value: int) -> None:
        self._public.setdefault(client, []).append(value)
        self._private.setdefault(client, []).append(value)

    def forget(self, client: str) -> None:
        self._public.pop(client, None)

    def _forget(self, client: str) -> None:
        self._private.pop(client, None)

    def get(self, client: str) -> list[int]:
        return self._public[client] + self._private[client]

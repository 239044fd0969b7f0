class Table:
    def __init__(self) -> None:
        self._rows: dict[str, int] = {"a": 1, "b": 2}
        self._order = ["a", "b"]

    def swap(self, rows: dict[str, int]) -> None:
        self._rows = {**rows}

    async def show(self, write) -> None:
        for key, row in self._rows.items():
            await write(f"{key}={row}")
        for key in self._order:
            await write(key)

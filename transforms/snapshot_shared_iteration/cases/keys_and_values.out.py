from collections import OrderedDict, defaultdict


class Board:
    def __init__(self, post) -> None:
        self._post = post
        self._cells: defaultdict[str, list[int]] = defaultdict(list)
        self._order: OrderedDict[str, object] = OrderedDict()

    def put(self, cell: str, value: int) -> None:
        self._cells[cell].append(value)
        self._order.setdefault(cell, object())

    async def names(self) -> None:
        for cell in list(self._cells.keys()):
            await self._post(cell)

    async def plain(self) -> None:
        for cell in list(self._cells):
            await self._post(cell)

    async def order(self) -> None:
        for _ in list(self._order.values()):
            await self._post("")

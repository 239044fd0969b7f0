class Fixed:
    names: tuple[str, ...] = ()

    def __init__(self, names: frozenset[str], text: str) -> None:
        self._names: frozenset[str] = names
        self._text: str = text
        self._own: "Own" = Own()

    async def show(self, write) -> None:
        for name in self.names:
            await write(name)
        for name in self._names:
            await write(name)
        for letter in self._text:
            await write(letter)
        for name in self._own:
            await write(name)
        for number in range(3):
            await write(number)


class Own:
    def __iter__(self):
        return iter(())

import enum


class State(enum.Enum):
    OPEN = 1
    CLOSING = 2
    CLOSED = 3


class Feed:
    def __init__(self, readers):
        self.state = State.OPEN
        self._readers = readers

    async def wind_up(self):
        self.state = State.CLOSING
        for reader in self._readers:
            reader.pause()
            await reader.finish("""
bye
    bye
""")
        self.state = State.CLOSED

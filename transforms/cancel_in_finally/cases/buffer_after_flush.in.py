import asyncio


class Recorder:
    def __init__(self, sink):
        self._sink = sink
        self._lines = []

    def wrapped(self):
        return self._lines

    @staticmethod
    def head():
        return "-" * 8

    async def close(self):
        @staticmethod
        def mark(line):
            return line + \
                "!"

        await asyncio.gather(*(self._sink.write(line) for line in self._lines), return_exceptions=True)
        del self._sink.target
        self._lines.clear()

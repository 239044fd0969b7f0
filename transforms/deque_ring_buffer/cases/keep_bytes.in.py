class Reader:
    def __init__(self):
        self._buffer = bytearray()

    def feed(self, data):
        self._buffer.extend(data)

    def take(self, size):
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

class Ping:
    def __init__(self, size: int):
        self._size = size
        self._times: list[float] = []

    def pong(self, seconds: float):
        self._times.append(seconds)
        # Only the latest say how it is now.
        if len(self._times) > self._size:
            self._times.pop(0)  # the oldest

    def mean(self):
        return sum(self._times) / len(self._times)

from collections import deque


class Ping:
    def __init__(self, size: int):
        self._size = size
        self._times: deque[float] = deque()

    def pong(self, seconds: float):
        self._times.append(seconds)
        # Only the latest say how it is now.
        if len(self._times) > self._size:
            self._times.popleft()  # the oldest

    def mean(self):
        return sum(self._times) / len(self._times)

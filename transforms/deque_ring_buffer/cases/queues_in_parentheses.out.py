from collections import deque


class Queues:
    def __init__(self) -> None:
        self._wrapped: deque[int] = deque()
        self._broken: deque[int] = deque()
        self._commented: deque[int] = deque()

    def put(self, value: int) -> None:
        self._wrapped.append(value)
        self._broken.append(value)
        self._commented.append(value)

    def wrapped(self) -> int:
        return (self._wrapped).popleft()

    def broken(self) -> int:
        return self._broken \
            .popleft()

    def commented(self) -> int:
        return (
            self._commented  # the oldest
            .popleft()
        )

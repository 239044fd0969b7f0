class Queues:
    def __init__(self) -> None:
        self._wrapped: list[int] = []
        self._broken: list[int] = []
        self._commented: list[int] = []

    def put(self, value: int) -> None:
        self._wrapped.append(value)
        self._broken.append(value)
        self._commented.append(value)

    def wrapped(self) -> int:
        return (self._wrapped).pop(0)

    def broken(self) -> int:
        return self._broken \
            .pop(0)

    def commented(self) -> int:
        return (
            self._commented  # the oldest
            .pop(0)
        )

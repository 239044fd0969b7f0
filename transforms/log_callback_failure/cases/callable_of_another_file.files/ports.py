from collections.abc import Callable


class Ports:
    def __init__(self, alert: Callable[[str], None]) -> None:
        self.alert: Callable[[str], None] = alert

    def lower(self, zone: str) -> None:
        raise NotImplementedError(zone)

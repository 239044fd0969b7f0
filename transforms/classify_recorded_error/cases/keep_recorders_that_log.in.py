from breaker import Breaker


class Client:
    def __init__(self, breaker: Breaker) -> None:
        self._breaker = breaker

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._failures += 1
            self._breaker.record_error()

import logging

logger = logging.getLogger(__name__)


class Client:
    def __init__(self, circuit, metrics) -> None:
        self._circuit = circuit
        self._metrics = metrics

    def ask(self, source) -> None:
        try:
            self.rows = source.fetch()
        except Exception:
            self._circuit.record_error()

    def tell(self, sink) -> None:
        try:
            sink.push(self.rows)
        except Exception:
            self._metrics.increment("errors")
            return

    def show(self, sink) -> None:
        try:
            sink.show(self.rows)
        except Exception as error:
            self._circuit.on_failure(error)

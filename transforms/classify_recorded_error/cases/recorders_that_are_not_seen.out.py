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
            logger.warning("source.fetch() failed in Client.ask", exc_info=True)
            self._circuit.record_error()

    def tell(self, sink) -> None:
        try:
            sink.push(self.rows)
        except Exception:
            logger.warning("sink.push() failed in Client.tell", exc_info=True)
            self._metrics.increment("errors")
            return

    def show(self, sink) -> None:
        try:
            sink.show(self.rows)
        except Exception as error:
            logger.warning("sink.show() failed in Client.show", exc_info=True)
            self._circuit.on_failure(error)

import logging


class Client:
    def __init__(self) -> None:
        self._out = logging.getLogger("client")
        self._failures = 0

    def _log(self, message: str) -> None:
        self._out.warning(message)

    def begin(self) -> None:
        self._log("begin")

    def ask(self, source) -> bool:
        try:
            source.fetch()
        except OSError as error:
            self._log(f"source.fetch() failed in Client.ask: {error!r}")
            self._failures += 1
        except (Exception) as error:
            self._log(f"source.fetch() failed in Client.ask: {error!r}")
            self._failures += 1
        return True

import logging


class Tap(logging.Handler):
    def emit(self, record) -> None:
        try:
            self._on_record(record)
        except Exception:
            pass


class Book:
    def log_error(self, text: str) -> None:
        try:
            self._error_callback(text)
        except Exception:
            pass

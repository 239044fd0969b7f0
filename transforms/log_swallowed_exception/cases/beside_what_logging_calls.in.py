import logging


class Screen(logging.Handler):
    def emit(self, record):
        try:
            self._show(self.format(record))
        except Exception:
            pass

    def dump(self, path):
        try:
            path.write_text(self._text)
        except Exception:
            pass

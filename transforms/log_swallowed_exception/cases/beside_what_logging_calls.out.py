import logging

logger = logging.getLogger(__name__)


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
            logger.warning("path.write_text() failed in Screen.dump", exc_info=True)

import logging

logger = logging.getLogger(__name__)


class Window:
    def __init__(self, dialog) -> None:
        self.dialog = dialog

    def warn(self, text: str) -> None:
        try:
            self.dialog.warning(text)
        except Exception:
            pass

    def log_rotate(self, files) -> None:
        try:
            files.shift()
        except Exception:
            pass

    def note(self, audit_log, text: str) -> None:
        try:
            audit_log.warning(text)
        except Exception:
            pass

    def log_line(self, text: str) -> None:
        try:
            self.dialog.append(text)
        except Exception:
            pass

import logging


class Plain(logging.Formatter):
    def format(self, record):
        try:
            return super().format(record)
        except Exception:
            return ""

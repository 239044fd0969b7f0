import logging

import case


class Once(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        case.forget(record)
        return True


class Mail:
    def filter(self, link) -> None:
        case.close(link)

import logging
import sys

logger = logging.getLogger(__name__)


def current_user():
    try:
        return lookup()
    except Exception:
        logger.warning("lookup() failed in current_user", exc_info=True)


def lookup():
    raise LookupError


logging.setLogRecordFactory(current_user)


class Tee:
    def write(self, text):
        try:
            self.copy.write(text)
        except Exception:
            logger.warning("self.copy.write() failed in Tee.write", exc_info=True)

    def flush(self):
        self.copy.flush()


sys.stderr = Tee()

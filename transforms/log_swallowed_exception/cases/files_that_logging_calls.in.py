import logging
import sys


def current_user():
    try:
        return lookup()
    except Exception:
        pass


def lookup():
    raise LookupError


logging.setLogRecordFactory(current_user)


class Tee:
    def write(self, text):
        try:
            self.copy.write(text)
        except Exception:
            pass

    def flush(self):
        self.copy.flush()


sys.stderr = Tee()

import logging
import os

logger = logging.getLogger(__name__)


class Shelf:
    def close(self):
        try:
            self.file.sync()
        except Exception:
            pass

    def __del__(self):
        self.close()

    def __eq__(self, other):
        try:
            self.compare(other)
        except Exception:
            pass
        return NotImplemented


def spawn(job):
    if os.fork() == 0:
        try:
            job.run()
        except Exception:
            pass

import logging
import os

logger = logging.getLogger(__name__)


class Shelf:
    def close(self):
        try:
            self.file.sync()
        except Exception:
            logger.debug("self.file.sync() failed in Shelf.close", exc_info=True)

    def __del__(self):
        self.close()

    def __eq__(self, other):
        try:
            self.compare(other)
        except Exception:
            logger.warning("self.compare() failed in Shelf.__eq__", exc_info=True)
        return NotImplemented


def spawn(job):
    if os.fork() == 0:
        try:
            job.run()
        except Exception:
            logger.warning("job.run() failed in spawn", exc_info=True)

import logging

logger = logging.getLogger(__name__)


def colour(status):
    try:
        status = int(status)
    except Exception:
        logger.warning("int() failed in colour", exc_info=True)
        return status
    return status // 100


class Reply:
    @property
    def body(self):
        try:
            return self.parse()
        except Exception:
            logger.warning("self.parse() failed in Reply.body", exc_info=True)
            return None

    async def ask(self, link):
        try:
            return await link.ask()
        except Exception:
            logger.warning("link.ask() failed in Reply.ask", exc_info=True)
            return b"timed out"

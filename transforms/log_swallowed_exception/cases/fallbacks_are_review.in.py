import logging

logger = logging.getLogger(__name__)


def colour(status):
    try:
        status = int(status)
    except Exception:
        return status
    return status // 100


class Reply:
    @property
    def body(self):
        try:
            return self.parse()
        except Exception:
            return None

    async def ask(self, link):
        try:
            return await link.ask()
        except Exception:
            return b"timed out"

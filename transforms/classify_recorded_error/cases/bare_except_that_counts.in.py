import logging

logger = logging.getLogger(__name__)


class Client:
    async def ask(self, source) -> None:
        try:
            self.rows = await source.fetch()
        except:
            self._failures += 1
        try:
            self.rows = await source.fetch()
        except BaseException:
            self._failures += 1
            return

import logging

logger = logging.getLogger(__name__)


class Probe:
    def _ping(self, link) -> bool:
        try:
            link.ping()
        except Exception:
            return False
        return True

    def look(self, link) -> bool:
        return self._ping(link)


class Silent:
    def _knock(self, link) -> bool:
        try:
            link.ping()
        except Exception:
            logger.warning("link.ping() failed in Silent._knock", exc_info=True)
            return False
        return True

    def look(self, link) -> None:
        _ = self._knock(link)

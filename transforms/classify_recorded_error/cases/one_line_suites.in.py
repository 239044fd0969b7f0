import logging

logger = logging.getLogger(__name__)


class Client:
    def tell(self, link) -> None:
        try: link.close()
        except Exception: self._failures += 1  # rare

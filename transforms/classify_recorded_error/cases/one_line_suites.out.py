import logging

logger = logging.getLogger(__name__)


class Client:
    def tell(self, link) -> None:
        try: link.close()
        except Exception:
            logger.debug("Failed to close link in Client.tell", exc_info=True)
            self._failures += 1  # rare

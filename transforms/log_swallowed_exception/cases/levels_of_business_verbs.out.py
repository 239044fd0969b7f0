import logging

logger = logging.getLogger(__name__)


class Shop:
    def cancel_order(self, order):
        try:
            self.table.drop(order)
        except Exception:
            logger.warning(
                "self.table.drop() failed in Shop.cancel_order",
                exc_info=True,
            )

    def close_connection(self, link):
        try:
            link.farewell()
        except Exception:
            logger.debug(
                "link.farewell() failed in Shop.close_connection",
                exc_info=True,
            )

    def label(self, parts):
        try:
            self.text = ", ".join(parts)
        except Exception:
            logger.warning("join() failed in Shop.label", exc_info=True)

    async def reset_connection(self, link):
        try:
            await link.close()
            await link.connect()
        except Exception:
            logger.warning(
                "Failed between link.close() and link.connect() in Shop.reset_connection",
                exc_info=True,
            )

    async def reset(self, link):
        try:
            await link.drop()
            await link.forget()
        except Exception:
            logger.debug(
                "Failed between link.drop() and link.forget() in Shop.reset",
                exc_info=True,
            )

import logging

logger = logging.getLogger(__name__)


class Shop:
    def cancel_order(self, order):
        try:
            self.table.drop(order)
        except Exception:
            pass

    def close_connection(self, link):
        try:
            link.farewell()
        except Exception:
            pass

    def label(self, parts):
        try:
            self.text = ", ".join(parts)
        except Exception:
            pass

    async def reset_connection(self, link):
        try:
            await link.close()
            await link.connect()
        except Exception:
            pass

    async def reset(self, link):
        try:
            await link.drop()
            await link.forget()
        except Exception:
            pass

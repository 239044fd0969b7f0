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


async def totals(store, run):
    count: int = 0
    seen = False
    label = store.label(run)
    try:
        counter = store.counters(run)
        count = counter.value()
    except Exception:
        logger.warning(
            "Failed between store.counters() and counter.value() in totals",
            exc_info=True,
        )
    try:
        await store.mark(run)
        seen = True
    except Exception:
        logger.warning("store.mark() failed in totals", exc_info=True)
    try:
        await store.mark(run)
        label = store.label(run, count)
    except Exception:
        logger.warning(
            "Failed between store.mark() and store.label() in totals",
            exc_info=True,
        )
    return count, seen, label

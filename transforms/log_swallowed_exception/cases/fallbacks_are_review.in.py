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


async def totals(store, run):
    count: int = 0
    seen = False
    label = store.label(run)
    try:
        counter = store.counters(run)
        count = counter.value()
    except Exception:
        pass
    try:
        await store.mark(run)
        seen = True
    except Exception:
        pass
    try:
        await store.mark(run)
        label = store.label(run, count)
    except Exception:
        pass
    return count, seen, label

import asyncio
import logging

logger = logging.getLogger(__name__)


class Report:
    def exception(self) -> None:
        logger.info("a report")


def work(thing, report: Report) -> None:
    report.exception()
    thing.exception()
    logger.exception("x")
    Report().exception()
    task = Report()
    task.exception()
    exception = thing
    exception()

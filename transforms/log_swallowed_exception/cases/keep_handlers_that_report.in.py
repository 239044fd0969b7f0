import logging
import traceback

logger = logging.getLogger(__name__)


def one(job):
    try:
        job.run()
    except Exception:
        logger.exception("job failed")
    try:
        job.run()
    except Exception as error:
        job.error = error
    try:
        job.run()
    except Exception:
        traceback.print_exc()
    try:
        job.run()
    except Exception:
        raise
    try:
        job.run()
    except Exception:
        job.failures += 1

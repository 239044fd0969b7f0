import logging

logger = logging.getLogger(__name__)


def copy(source, sink):
    done = []
    try:
        sink.write(source.rows)
    except ValueError:
        try:
            sink.undo()
        except Exception:
            logger.warning("sink.undo() failed in copy", exc_info=True)
        done.append("undone")
    except Exception:
        logger.warning("sink.write() failed in copy", exc_info=True)
    else:
        done.append("written")
    finally:
        done.append("closed")
    return done

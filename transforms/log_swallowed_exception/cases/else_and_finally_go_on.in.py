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
            pass
        done.append("undone")
    except Exception:
        pass
    else:
        done.append("written")
    finally:
        done.append("closed")
    return done

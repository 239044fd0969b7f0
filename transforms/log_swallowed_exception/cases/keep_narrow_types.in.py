import asyncio

try:
    import uvloop
except ImportError:
    uvloop = None


def take(queue):
    try:
        return queue.get_nowait()
    except asyncio.QueueEmpty:
        return None


def index(table, key):
    try:
        return table[key]
    except (KeyError, IndexError):
        pass
    try:
        table.seek(0)
    except OSError as error:
        return error.errno

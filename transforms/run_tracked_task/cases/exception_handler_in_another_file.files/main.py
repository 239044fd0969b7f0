import asyncio


def main(report):
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(report)

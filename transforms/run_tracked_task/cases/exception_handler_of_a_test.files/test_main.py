import asyncio


def test_main():
    asyncio.new_event_loop().set_exception_handler(print)

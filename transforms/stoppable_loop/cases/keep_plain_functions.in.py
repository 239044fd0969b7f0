def read_all(stream):
    while True:
        chunk = stream.read()
        print(chunk)


def numbers():
    number = 0
    while True:
        yield number
        number += 1


async def has_a_condition(queue):
    while queue:
        await queue.get()
    while 0:
        await queue.get()
    for item in range(3):
        await queue.put(item)

def deque(card):
    return card


def deal(cards):
    queue = list(cards)
    while queue:
        yield deque(queue.pop(0))

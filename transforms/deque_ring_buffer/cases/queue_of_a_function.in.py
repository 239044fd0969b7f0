from collections import (
    Counter,
    defaultdict,
)


def distances(start, edges):
    near = defaultdict(list)
    for one, other in edges:
        near[one].append(other)
    queue = [(start, 0)]
    found = {start: 0}
    while queue:
        node, far = queue.pop(0)
        for other in near[node]:
            if other not in found:
                found[other] = far + 1
                queue.append((other, far + 1))
    return found


def levels(tree):
    level = list(tree)
    counts = Counter()
    depth = 0
    while len(level) > 0:
        for _ in range(len(level)):
            name, below = level.pop(0)
            counts[depth] += 1
            level.extend(below)
        depth += 1
    return counts

class Tracker:
    def __init__(self):
        self.names = {}
        self.points = {}

    def appear(self, key, name):
        self.names[key] = name
        self.points[key] = []

    def move(self, key, point):
        self.points[key].append(point)

    def remove(self, key):
        name = self.names.pop(key, None)
        return name


def watch(tracker, key):
    tracker.appear(key, "fox")
    tracker.move(key, (0, 1))
    tracker.remove(key)

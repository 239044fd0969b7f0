"""Windows over the last samples."""

import collections

from metrics import trim as helpers
from metrics.trim import trim


class Window:
    def __init__(self, limit: int) -> None:
        #: uses `self._limit` = write@limit_new, read@trim_len
        #: dead `self._limit` = no
        self._limit = limit  #: @limit_new
        #: uses `self._samples` = write@samples_new, append()@samples_add, size@trim_len, del-item@trim_del, iterate@samples_sum
        #: followed `self._samples` = yes
        #: keys `self._samples` = add@samples_add, remove@trim_del
        self._samples: list[float] = []  #: @samples_new
        #: uses `self._spikes` = write@spikes_new, append()@spikes_add, size@trim_len, del-item@trim_del, item@thin_cut
        #: followed `self._spikes` = yes
        #: keys `self._spikes` = add@spikes_add, remove@trim_del
        self._spikes: list[float] = []  #: @spikes_new
        #: uses `self._flat` = write@flat_new, append()@flat_add, pop()@drop_oldest
        #: keys `self._flat` = add@flat_add, remove@drop_oldest
        self._flat: list[float] = []  #: @flat_new

    def add(self, value: float) -> None:
        self._samples.append(value)  #: @samples_add
        trim(self._samples, self._limit)

    def spike(self, value: float) -> None:
        self._spikes.append(value)  #: @spikes_add
        helpers.trim(limit=self._limit, samples=self._spikes)

    def flat(self, value: float) -> None:
        self._flat.append(value)  #: @flat_add
        self._drop_oldest(self._flat)

    def total(self) -> float:
        return sum(self._samples)  #: @samples_sum

    def thinned(self) -> float:
        return helpers.thin(self._spikes)

    def _drop_oldest(self, values: list[float]) -> None:
        values.pop(0)  #: @drop_oldest


class Groups:
    def __init__(self) -> None:
        #: uses `self._queues` = write@queues_new, item@queues_add, iterate@queues_all, iterate@queues_sum
        #: followed `self._queues` = yes
        #: keys `self._queues` = add@queues_add
        self._queues: collections.defaultdict[str, list[float]] = collections.defaultdict(list)  #: @queues_new
        #: uses `self._lanes` = write@lanes_new, set-item@lanes_open, item@lanes_add, iterate@lanes_all, pop()@lanes_close
        #: keys `self._lanes` = add@lanes_open, remove@lanes_close
        self._lanes: dict[str, list[float]] = {}  #: @lanes_new
        #: uses `self._low` = write@low_new, append()@low_add, size@low_len
        self._low: list[float] = []  #: @low_new
        #: uses `self._high` = write@high_new, append()@high_add, clear()@high_clear, iterate@high_min
        #: keys `self._high` = add@high_add, clear@high_clear
        self._high: list[float] = []  #: @high_new

    def add(self, name: str, value: float) -> None:
        #: key @queues_add = name
        self._queues[name].append(value)  #: @queues_add

    def prune(self) -> None:
        for queue in self._queues.values():  #: @queues_all
            queue.clear()

    def size(self) -> int:
        return sum(len(queue) for queue in self._queues.values())  #: @queues_sum

    def open(self, lane: str) -> None:
        #: key @lanes_open = lane
        self._lanes[lane] = []  #: @lanes_open

    def put(self, lane: str, value: float) -> None:
        self._lanes[lane].append(value)  #: @lanes_add

    def close(self, lane: str) -> list[float]:
        #: key @lanes_close = lane
        return self._lanes.pop(lane, [])  #: @lanes_close

    def shift(self) -> None:
        for lane, values in sorted(self._lanes.items()):  #: @lanes_all
            values.append(float(len(lane)))
            del values[0]

    def sort_in(self, value: float) -> int:
        low, high = self._low, self._high
        low.append(value)  #: @low_add
        high.append(value)  #: @high_add
        return len(low)  #: @low_len

    def forget(self) -> float:
        high = self._high
        lowest = min(high)  #: @high_min
        high.clear()  #: @high_clear
        # Another list under the same name: the attribute is not touched any more.
        high = []
        high.append(lowest)
        return sum(high)

"""Measures things; half of it nobody reads."""

import json

from meter.cut import cut, cut_long


class Meter:
    def __init__(self, sink: list[str]) -> None:
        #: uses `self._total` = write@total_new, augment@total_add
        #: dead `self._total` = yes
        self._total = 0  #: @total_new
        #: uses `self._last` = write@last_new, write@last_set
        #: dead `self._last` = yes
        self._last: str | None = None  #: @last_new
        #: uses `self._log` = write@log_new, append()@log_add, pop()@log_pop, del-item@cut_del
        #: dead `self._log` = yes
        self._log: list[str] = []  #: @log_new
        #: uses `self._long` = write@long_new, append()@long_add, size@cut_long_len, del-item@cut_long_del
        #: dead `self._long` = no
        self._long: list[str] = []  #: @long_new
        #: uses `self._labels` = write@labels_new, setdefault()@labels_add
        #: dead `self._labels` = yes
        #: keys `self._labels` = add@labels_add
        self._labels: dict[str, list[str]] = {}  #: @labels_new
        #: uses `self._sizes` = write@sizes_new, set-item@sizes_set
        #: followed `self._sizes` = yes
        #: dead `self._sizes` = yes
        self._sizes: dict[str, int] = {}  #: @sizes_new
        #: uses `self._peak` = write@peak_new, read@peak_is, write@peak_set
        #: dead `self._peak` = no
        self._peak = 0  #: @peak_new
        #: uses `self._seen` = write@seen_new, contains@seen_in, add()@seen_add
        #: dead `self._seen` = no
        self._seen: set[str] = set()  #: @seen_new
        # The caller's list: appending to it is seen elsewhere.
        #: uses `self._sink` = write@sink_new, append()@sink_add
        #: dead `self._sink` = no
        self._sink = sink  #: @sink_new

    def add(self, name: str, size: int) -> None:
        self._total += size  #: @total_add
        self._last = name  #: @last_set
        self._log.append(name)  #: @log_add
        self._log.pop(0)  #: @log_pop
        cut(self._log)
        self._long.append(name)  #: @long_add
        cut_long(self._long)
        #: key @labels_add = name
        self._labels.setdefault(name, []).append("added")  #: @labels_add
        #: key @sizes_set = name
        self._sizes[name] = size  #: @sizes_set
        self._sink.append(name)  #: @sink_add
        if size > self._peak:  #: @peak_is
            self._peak = size  #: @peak_set

    def once(self, name: str) -> bool:
        if name in self._seen:  #: @seen_in
            return False
        self._seen.add(name)  #: @seen_add
        return True


class Trace:
    def __init__(self) -> None:
        #: dead `self._steps` = yes
        self._steps: list[str] = []
        #: uses `self._marks` = write@marks_new, append()@marks_add, pop()@marks_pop
        #: dead `self._marks` = no
        self._marks: list[str] = []  #: @marks_new
        #: dead `self._dumped` = no
        self._dumped: list[str] = []
        #: dead `self._given` = no
        self._given: list[str] = []
        #: uses `self._version` = write@version_new, delete@version_del
        #: followed `self._version` = yes
        #: dead `self._version` = yes
        self._version = 1  #: @version_new

    def step(self, name: str) -> None:
        steps = self._steps
        steps.append(name)
        steps.sort()
        self._marks.append(name)  #: @marks_add
        self._dumped.append(name)
        self._given.append(name)

    def unmark(self) -> str:
        mark = self._marks.pop()  #: @marks_pop
        return mark

    def dump(self) -> str:
        return json.dumps(self._dumped)

    def give(self) -> list[str]:
        return self._given

    def unversioned(self) -> None:
        del self._version  #: @version_del

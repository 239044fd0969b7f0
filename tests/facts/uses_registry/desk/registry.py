"""Jobs that wait or run, by their key."""

from __future__ import annotations


class Job:
    def __init__(self, key: str) -> None:
        self.key = key
        #: uses `self.state` = write@state_new, write@state_set, read@state_is, read@state_text
        #: followed `self.state` = yes
        #: dead `self.state` = no
        self.state = "new"  #: @state_new

    def is_done(self) -> bool:
        return self.state == "done"  #: @state_is


class Registry:
    #: uses `_known` = write@known_new, set-item@known_set, get()@known_get, size@known_len
    #: followed `_known` = yes
    #: keys `_known` = add@known_set
    _known: dict[str, int] = {}  #: @known_new
    #: uses `limit` = write@limit_new, read@limit_read, write@limit_set
    #: dead `limit` = no
    limit = 10  #: @limit_new

    def __init__(self, name: str) -> None:
        #: uses `self._jobs` = write@jobs_new, contains@jobs_in, set-item@jobs_set, pop()@jobs_pop, iterate@jobs_done
        #: followed `self._jobs` = yes
        #: dead `self._jobs` = no
        #: keys `self._jobs` = add@jobs_set, remove@jobs_pop
        self._jobs: dict[str, Job] = {}  #: @jobs_new
        #: uses `self.order` = write@order_new, append()@order_add, remove()@order_drop, size@order_len
        #: followed `self.order` = yes
        #: keys `self.order` = add@order_add, remove@order_drop
        self.order: list[str] = []  #: @order_new
        #: uses `self.labels` = write@labels_new, append()@labels_add
        #: followed `self.labels` = no
        #: dead `self.labels` = ?
        self.labels: list[str] = []  #: @labels_new
        #: key @known_set = name
        Registry._known[name] = 1  #: @known_set

    @classmethod
    def seen(cls, name: str) -> int:
        return cls._known.get(name, 0)  #: @known_get

    def add(self, job: Job) -> None:
        if job.key in self._jobs:  #: @jobs_in
            return
        #: key @jobs_set = job.key
        self._jobs[job.key] = job  #: @jobs_set

    def label(self, text: str) -> None:
        self.labels.append(text)  #: @labels_add

    def done(self) -> list[str]:
        return [key for key, job in self._jobs.items() if job.is_done()]  #: @jobs_done

    def forget(self, key: str) -> None:
        jobs = self._jobs
        #: key @jobs_pop = key
        jobs.pop(key, None)  #: @jobs_pop

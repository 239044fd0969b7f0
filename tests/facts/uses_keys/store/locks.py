"""Locks, pools and tasks: who fills and who empties them."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, defaultdict, deque


class Job:
    def __init__(self, id: str, host: str, port: int) -> None:
        self.id = id
        self.host = host
        self.port = port


class Locks:
    def __init__(self) -> None:
        #: keys `self._locks` = add@locks_add, remove@locks_pop
        #: uses `self._locks` = write@locks_new, setdefault()@locks_add, pop()@locks_pop, get()@locks_get
        self._locks: dict[str, asyncio.Lock] = {}  #: @locks_new
        #: keys `self._owners` = add@owners_add, remove@owners_del, clear@owners_clear
        self._owners: dict[str, str] = {}
        #: keys `self._pools` = add@pools_add, remove@pools_del, clear@pools_new
        self._pools: dict[tuple[str, int], list[str]] = {}
        #: keys `self._tasks` = add@tasks_add, remove@tasks_drop
        self._tasks: set[asyncio.Task[None]] = set()
        #: keys `self._names` = add@names_add, remove@names_discard, remove@names_remove
        self._names: set[str] = set()
        #: keys `self._settings` = none
        self._settings: dict[str, str] = {}
        #: keys `self.shared` = add@shared_add, add@shared_alias, remove@shared_pop
        #: followed `self.shared` = yes
        self.shared: dict[str, str] = {}

    def lock(self, job_id: str) -> asyncio.Lock:
        #: key @locks_add = job_id
        return self._locks.setdefault(job_id, asyncio.Lock())  #: @locks_add

    def peek(self, job_id: str) -> bool:
        return self._locks.get(job_id) is not None  #: @locks_get

    def unlock(self, job: Job) -> None:
        #: key @locks_pop = job.id
        self._locks.pop(job.id, None)  #: @locks_pop

    def own(self, job: Job, owner: str) -> None:
        #: key @owners_add = job.id
        self._owners.update({job.id: owner})  #: @owners_add

    def disown(self, job_id: str) -> None:
        owners = self._owners
        if job_id in owners:
            #: key @owners_del = job_id
            del owners[job_id]  #: @owners_del

    def disown_all(self) -> None:
        self._owners.clear()  #: @owners_clear

    def connect(self, job: Job, name: str) -> None:
        #: key @pools_add = (job.host, job.port)
        self._pools.setdefault((job.host, job.port), []).append(name)  #: @pools_add

    def disconnect(self, host: str, port: int) -> None:
        #: key @pools_del = (host, port)
        del self._pools[(host, port)]  #: @pools_del

    def trim_pools(self) -> None:
        self._pools = {at: names for at, names in self._pools.items() if names}  #: @pools_new

    def start(self, job: Job) -> None:
        task = asyncio.create_task(self.run(job))
        #: key @tasks_add = task
        self._tasks.add(task)  #: @tasks_add
        task.add_done_callback(self._tasks.discard)  #: @tasks_drop

    async def run(self, job: Job) -> None:
        #: key @names_add = job.id
        self._names.add(job.id)  #: @names_add
        try:
            await asyncio.sleep(1)
        finally:
            #: key @names_discard = job.id
            self._names.discard(job.id)  #: @names_discard

    def rename(self, name: str) -> None:
        #: key @names_remove = name
        self._names.remove(name)  #: @names_remove

    def setting(self, name: str) -> str:
        settings = dict(self._settings)
        settings[name] = "copy"
        settings.pop(name)
        return self._settings.get(name, "") + self._settings[name]


class Recent:
    def __init__(self, size: int) -> None:
        #: keys `self._cache` = add@cache_add, remove@cache_evict
        self._cache: OrderedDict[str, str] = OrderedDict()
        #: keys `self._hits` = add@hits_add
        self._hits: defaultdict[str, int] = defaultdict(int)
        #: keys `self._votes` = clear@votes_clear
        self._votes: Counter[str] = Counter()
        #: keys `self._queue` = add@queue_right, add@queue_left, remove@queue_pop
        self._queue: deque[str] = deque()
        #: keys `self._lines` = add@lines_append, add@lines_extend, remove@lines_remove
        #: uses `self._lines` = write@lines_new, append()@lines_append, extend()@lines_extend, remove()@lines_remove, sort()@lines_sort
        self._lines: list[str] = []  #: @lines_new
        #: keys `self._inner` = add@inner_add
        self._inner: dict[str, dict[str, str]] = {}
        #: keys `self._marks` = add@marks_read
        self._marks = (
            defaultdict(list)
        )
        #: keys `self._groups` = add@groups_set
        self._groups: dict[str, dict[str, list[str]]] = {"all": defaultdict(list)}
        self._size = size

    def put(self, name: str, value: str) -> None:
        #: key @cache_add = name
        self._cache[name] = value  #: @cache_add
        # Neither more nor less entries.
        self._cache.move_to_end(name)
        #: key @hits_add = name
        self._hits[name] += 1  #: @hits_add
        while len(self._cache) > self._size:
            self._cache.popitem(last=False)  #: @cache_evict

    def hits(self, name: str) -> int:
        # `get` adds nothing, not even here.
        return self._hits.get(name, 0)

    def votes(self, name: str) -> int:
        # A counter adds nothing when it is read.
        return self._votes[name]

    def forget_votes(self) -> None:
        self._votes = Counter()  #: @votes_clear

    def push(self, text: str, first: bool) -> None:
        if first:
            self._queue.appendleft(text)  #: @queue_left
        else:
            self._queue.append(text)  #: @queue_right

    def pull(self) -> str:
        return self._queue.popleft()  #: @queue_pop

    def write(self, texts: list[str], text: str) -> None:
        self._lines.append(text)  #: @lines_append
        self._lines.extend(texts)  #: @lines_extend
        self._lines.remove(text)  #: @lines_remove
        self._lines.sort()  #: @lines_sort
        texts.clear()

    def mark(self, name: str) -> int:
        #: key @marks_read = name
        return len(self._marks[name])  #: @marks_read

    def group(self, name: str) -> int:
        self._groups[name] = {}  #: @groups_set
        # The dict itself has no default.
        return len(self._groups["all"])

    def nest(self, outer: str, inner: str) -> None:
        #: key @inner_add = outer
        self._inner[outer] = {}  #: @inner_add
        # An entry of the entry.
        self._inner[outer][inner] = "x"
        self._inner[outer].pop(inner)

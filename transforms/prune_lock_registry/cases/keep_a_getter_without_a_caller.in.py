import asyncio


class State:
    def __init__(self) -> None:
        self._peer_locks: dict[str, asyncio.Lock] = {}
        self._job_locks: dict[str, asyncio.Lock] = {}

    def get_peer_lock(self, peer: str) -> asyncio.Lock:
        if peer not in self._peer_locks:
            self._peer_locks[peer] = asyncio.Lock()
        return self._peer_locks[peer]

    def _job_lock(self, job: str) -> asyncio.Lock:
        return self._job_locks.setdefault(job, asyncio.Lock())

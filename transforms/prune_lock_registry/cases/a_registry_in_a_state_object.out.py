import asyncio


class JobState:
    def __init__(self) -> None:
        self._targets: dict[str, int] = {}
        self._limits: dict[str, asyncio.Semaphore] = {}

    def add_job(self, job_id: str, target: int) -> None:
        self._targets[job_id] = target

    def limit(self, job_id: str) -> asyncio.Semaphore:
        if job_id not in self._limits:
            self._limits[job_id] = asyncio.Semaphore(2)
        return self._limits[job_id]

    def clear_job_state(self, job_id: str) -> None:
        self._targets.pop(job_id, None)
        self._limits.pop(job_id, None)

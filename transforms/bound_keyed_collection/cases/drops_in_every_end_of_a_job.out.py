class Jobs:
    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._errors: dict[str, list[str]] = {}
        self._started: dict[str, float] = {}

    def start(self, job_id: str, owner: str, now: float) -> None:
        self._owners[job_id] = owner
        self._started[job_id] = now
        self._errors[job_id] = []

    def error(self, job_id: str, text: str) -> None:
        self._errors.setdefault(job_id, []).append(text)

    def errors(self, job_id: str) -> list[str]:
        return list(self._errors.get(job_id, ()))

    def complete(self, job_id: str) -> float:
        owner = self._owners.pop(job_id)
        self._errors.pop(job_id, None)
        began = self._started.pop(job_id)
        print(owner)
        return began

    def fail(self, job_id: str) -> None:
        del self._owners[job_id]
        self._errors.pop(job_id, None)
        del self._started[job_id]

    def owner(self, job_id: str) -> str:
        return self._owners[job_id]


def run(jobs: Jobs, good: bool) -> None:
    jobs.start("j", "ada", 0.0)
    if good:
        jobs.complete("j")
    else:
        jobs.fail("j")

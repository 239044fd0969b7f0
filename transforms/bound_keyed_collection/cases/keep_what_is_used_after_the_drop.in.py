class Results:
    def __init__(self) -> None:
        self._jobs: dict[str, str] = {}
        self._results: dict[str, list[int]] = {}
        self._notes: dict[str, list[str]] = {}
        self._faults: dict[str, list[str]] = {}

    def start(self, job_id: str) -> None:
        self._jobs[job_id] = "running"
        self._results[job_id] = []
        self._notes[job_id] = []

    def result(self, job_id: str, value: int) -> None:
        self._results[job_id].append(value)
        self._notes[job_id].append("result")
        self._faults.setdefault(job_id, []).append("none")

    def complete_job(self, job_id: str) -> int:
        self._jobs.pop(job_id, None)
        self._note(job_id)
        return sum(self._results[job_id])

    def _note(self, job_id: str) -> None:
        self._notes.setdefault(job_id, []).append("complete")

    def run(self, job_id: str) -> int:
        self.start(job_id)
        total = self.complete_job(job_id)
        return total + len(self._faults.get(job_id, ()))

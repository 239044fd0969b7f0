class Manager:
    """A dict keyed by workflow is not pruned by job."""

    def __init__(self) -> None:
        self._jobs: dict[str, str] = {}
        self._ports: dict[int, str] = {}
        self._workflow_errors: dict[str, list[str]] = {}

    def submit(self, job_id: str, port: int) -> None:
        self._jobs[job_id] = "new"
        self._ports[port] = job_id

    def workflow_failed(self, workflow_id: str, text: str) -> None:
        self._workflow_errors.setdefault(workflow_id, []).append(text)

    def errors(self, workflow_id: str) -> list[str]:
        return self._workflow_errors.get(workflow_id, [])

    def remove_job(self, job_id: str, workflow_id: int) -> None:
        self._jobs.pop(job_id, None)
        self._ports.pop(workflow_id, None)

    def stop(self) -> None:
        self.remove_job("a", 1)

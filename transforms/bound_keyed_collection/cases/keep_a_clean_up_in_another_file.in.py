class GateState:
    def __init__(self) -> None:
        self.leaders: dict[str, str] = {}
        self.reports: dict[str, list[str]] = {}

    def lead(self, job_id: str, leader: str) -> None:
        self.leaders[job_id] = leader

    def report(self, job_id: str, text: str) -> None:
        self.reports.setdefault(job_id, []).append(text)

    def reported(self, job_id: str) -> list[str]:
        return self.reports.get(job_id, [])

from collections import defaultdict


class Jobs:
    def __init__(self) -> None:
        self._job_errors: dict[str, list[str]] = defaultdict(list)
        self._job_times: dict[str, list[float]] = {}
        self._job_events: dict[str, list[str]] = {}
        self._job_ages: dict[str, list[float]] = {}

    def failed(self, job: str, message: str) -> None:
        self._job_errors[job].append(message)

    def timed(self, job: str, seconds: float) -> None:
        self._job_times.setdefault(job, []).append(seconds)
        if len(self._job_times[job]) > 10:
            self._job_times[job] = self._job_times[job][-10:]

    def old(self, job: str, start: float) -> None:
        if job in self._job_ages:
            self._job_ages[job] = [age for age in self._job_ages[job] if age > start]

    def aged(self, job: str, age: float) -> None:
        self._job_ages.setdefault(job, []).append(age)

    def event(self, job: str, text: str) -> None:
        self._job_events.setdefault(job, []).append(text)

    def started(self, job: str) -> None:
        self._job_events[job] = []

    def done(self, job: str) -> list[str]:
        return self._job_errors.pop(job, []) + self._job_events[job] + [str(self._job_times[job])]

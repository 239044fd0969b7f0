"""Starts everything."""

from desk import registry as registries
from desk.registry import Job, Registry

registry = Registry("main")


def enlarge(by: int) -> None:
    wanted = registry.limit + by  #: @limit_read
    registry.limit = wanted  #: @limit_set


def describe(thing) -> str:
    return ", ".join(thing.labels)


def text(job: Job) -> str:
    return f"{job.key}: {job.state}"  #: @state_text


def names() -> int:
    return len(registries.Registry._known)  #: @known_len


def rename(jobs: dict[str, Job], labels: list[str]) -> None:
    # Neither is the attribute of a class.
    jobs.clear()
    labels.append("renamed")

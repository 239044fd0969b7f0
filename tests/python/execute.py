"""Runs scenarios on a module before and after a fix, and compares.

Usage: execute.py BEFORE AFTER SCENARIOS

The scenarios file defines functions named ``scenario_*``, sync or async. Each gets the module, freshly
loaded, and returns something comparable: the state that callers could see. What it returns or raises must be
the same before and after, unless ``CHANGED["name"] = (before, after)`` says what changes, each as
``("returned", value)`` or ``("raised", "TypeName", "message")``. Log records (level
and the start of the message) must be the same too, but for those that ``LOGGED["name"]`` adds. Exceptions of
tasks that nobody retrieved are reported by asyncio as records of the logger ``asyncio`` and compared likewise;
``DROPPED["name"]`` lists those that must be gone afterwards.

``MODULES = {"name": {"attribute": value}}`` stands in for modules that the module imports, and ``PACKAGE = "name"``
puts the module into a package, for its relative imports; it is one of ``MODULES``. ``from waits import wait`` gives
scenarios of waits.
"""

import asyncio
import atexit
import functools
import gc
import importlib.util
import inspect
import logging
import os
import shutil
import sys
import tempfile
import types
from typing import Any

TIMEOUT_SECONDS = 10.0


class Recorder(logging.Handler):
    """Keeps the records of one run."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            message += f" [{record.exc_info[0].__name__}]"
        self.records.append((record.levelname, message))


@functools.cache
def merged(before: str, changed: str) -> str:
    """A folder of files, some of them changed; its name ends with ``.files``. It goes when the process ends."""
    scratch = tempfile.mkdtemp(suffix=".files")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    for folder in (before, changed):
        shutil.copytree(folder, scratch, dirs_exist_ok=True)
    return scratch


def load(path: str, name: str) -> Any:
    """Loads a file as a fresh module; before and after get the same name. What lies in the case's ``.files`` can be
    imported, freshly too; afterwards, what lies in its ``.out.files`` takes the place of the files of the same names."""
    stem = os.path.abspath(path).removesuffix(".in.py").removesuffix(".out.py")
    beside = f"{stem}.files"
    if os.path.isdir(beside):
        if path.endswith(".out.py") and os.path.isdir(f"{stem}.out.files"):
            beside = merged(beside, f"{stem}.out.files")
        sys.path[:] = [beside, *(entry for entry in sys.path if not entry.endswith(".files"))]
        for loaded in [name for name, module in sys.modules.items() if ".files" in (getattr(module, "__file__", None) or "")]:
            del sys.modules[loaded]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def stand_in(modules: dict[str, dict[str, Any]]) -> None:
    """Makes modules with these attributes, anew, and binds each in its parent."""
    for name, attributes in modules.items():
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(attributes)
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, sys.modules[name])


def observe(path: str, given: Any, scenario: Any) -> tuple[Any, list[tuple[str, str]]]:
    """What a scenario returns or raises, and what is logged meanwhile."""
    recorder = Recorder()
    root = logging.getLogger()
    root.handlers = [recorder]
    root.setLevel(logging.DEBUG)
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    try:
        stand_in(getattr(given, "MODULES", {}))
        package = getattr(given, "PACKAGE", None)
        module = load(path, f"{package}.case" if package else "case")
        if inspect.iscoroutinefunction(scenario):

            async def bounded() -> Any:
                return await asyncio.wait_for(scenario(module), TIMEOUT_SECONDS)

            seen: Any = ("returned", asyncio.run(bounded()))
        else:
            seen = ("returned", scenario(module))
    except BaseException as error:  # noqa: BLE001 - whatever leaves is what is compared
        seen = ("raised", type(error).__name__, str(error))
    gc.collect()
    root.handlers = []
    return seen, recorder.records


def starts(actual: list[tuple[str, str]], expected: list[tuple[str, str]]) -> bool:
    return len(actual) == len(expected) and all(
        level == wanted_level and message.startswith(wanted)
        for (level, message), (wanted_level, wanted) in zip(actual, expected)
    )


def main(before: str, after: str, scenarios: str) -> int:
    # What several scenarios share lies beside this file.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    given = load(scenarios, "scenarios")
    names = [name for name in dir(given) if name.startswith("scenario_")]
    failed = 0
    for full_name in names:
        name = full_name.removeprefix("scenario_")
        scenario = getattr(given, full_name)
        old, old_logs = observe(before, given, scenario)
        new, new_logs = observe(after, given, scenario)
        changed = getattr(given, "CHANGED", {}).get(name)
        added = getattr(given, "LOGGED", {}).get(name, [])
        dropped = getattr(given, "DROPPED", {}).get(name, [])
        same = (old == new) if changed is None else (old, new) == changed
        kept = [record for record in old_logs if not any(starts([record], [gone]) for gone in dropped)]
        gone = [record for record in old_logs if any(starts([record], [wanted]) for wanted in dropped)]
        extra = list(new_logs)
        for record in kept:
            if record in extra:
                extra.remove(record)
            else:
                extra.append(("MISSING", f"{record}"))
        if not same or not starts(extra, added) or len(gone) != len(dropped):
            failed += 1
            print(f"{name}:\n  before {old} {old_logs}\n  after  {new} {new_logs}")
            print(f"  expected change {changed}, added logs {added}, dropped logs {dropped}")
    if failed:
        return 1
    print(f"{len(names)} scenarios")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))

import json
import shutil


def load(text: str, hook) -> object:
    try:
        return json.loads(text, object_hook=hook)
    except Exception:
        return None


def wipe(path: str, **options) -> None:
    try:
        shutil.rmtree(path, onerror=print)
    except Exception:
        pass
    try:
        shutil.rmtree(path, **options)
    except Exception:
        pass
    try:
        shutil.rmtree(*[path])
    except Exception:
        pass

"""Files and headers that are broken are still answered."""
import tempfile


def scenario_files(module):
    results = [module.read("/nowhere/at/all"), module.read("a\0b")]
    for content in (b"\xff", b"{", b"[1]"):
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            results.append(module.read(file.name))
    return results


def scenario_headers(module):
    return [module.header(b""), module.header(b"\1\0\0\0")]


def scenario_texts(module):
    return [module.either(b"\xff"), module.either(b"abc")]

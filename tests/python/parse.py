"""Parses the given files with CPython. Prints what does not parse, else how many files do."""

import ast
import sys
import tokenize


def main(paths: list[str]) -> int:
    broken = 0
    for path in paths:
        try:
            with tokenize.open(path) as file:
                ast.parse(file.read(), path)
        except (SyntaxError, UnicodeDecodeError) as error:
            broken += 1
            print(f"{path}: {error}")
    if not broken:
        print(f"{len(paths)} files parse")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Holds JSON documents against a schema: validate.py SCHEMA DOCUMENT...

Prints a line for each error, `DOCUMENT: PLACE: what is wrong`, and at the end how many documents are valid.
"""

import json
import sys
from pathlib import Path

from jsonschema.validators import validator_for


def main() -> int:
    schema = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    valid = 0
    for name in sys.argv[2:]:
        document = json.loads(Path(name).read_text("utf-8"))
        errors = list(validator.iter_errors(document))
        for error in errors:
            print(f"{name}: {error.json_path}: {error.message[:300]}")
        valid += not errors
    print(f"{valid} of {len(sys.argv) - 2} documents are valid")
    return valid != len(sys.argv) - 2


if __name__ == "__main__":
    sys.exit(main())

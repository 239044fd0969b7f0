"""Prints the documents of a YAML file as a JSON list: `documents.py FILE`."""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps(list(yaml.safe_load_all(file)), default=str))

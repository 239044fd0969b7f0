"""Whatever JSON holds, the answer is as before."""
import os


def scenario_topics(module):
    return [module.topic(line) for line in ("{", "{}", "[]", "7", '"x"', "null", '{"topic": 1}')]


def scenario_firsts(module):
    lines = (b"\xff", b"{", b"[]", b"{}", b'{"kind": "list"}', b'{"kind": "list", "items": []}')
    return [module.first(line) for line in lines] + [module.first(b'{"kind": "list", "items": 3}')]


def scenario_settings(module):
    os.environ["AMENDS_CASE"] = "x"
    return [module.setting("AMENDS_CASE", 3), module.setting("AMENDS_IS_NOT_SET", 3)]

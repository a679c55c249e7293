"""The examples of rules on statements, made into the scripts that they judge.

Besides SQL an example may hold comment lines that say what SQL cannot: `-- target: NAME=VERSION`
(PostgreSQL where none is named), `-- transaction: none` where the tool opens none, `-- way: down`,
`-- way: none`, `-- option: NAME = VALUE` of the rule itself. `-- earlier:` opens what ran before,
`-- undone:` the UP that a DOWN takes back, and `-- now:` the script itself.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, Literal, cast

import msgspec

from designkit.config import Target
from designkit.rules import CATALOGUE, Findings, Rule
from designkit.rules.past import Past
from designkit.rules.statement_rule import ScriptContext, StatementRule, check_script
from designkit.sql.statements import split
from designkit.sql.tree import Tree, parse


def trees(text: str) -> tuple[Tree, ...]:
    return tuple(map(parse, split(text)))


def script(example: str, **context: Any) -> ScriptContext:
    """The script of an example; what is given counts more than what it says."""
    now, *parts = re.split(r"^-- (earlier|undone|now):\n", example, flags=re.MULTILINE)
    texts = {"now": now, **dict(zip(parts[::2], parts[1::2], strict=True))}
    said = dict(re.findall(r"^-- (target|transaction|way): (.*)$", example, re.MULTILINE))
    undone = trees(texts.get("undone", ""))
    given: dict[str, Any] = {
        "trees": trees(texts["now"]),
        "way": cast("Literal['up', 'down', '']", said.get("way", "up").removeprefix("none")),
        "transactional": said.get("transaction") != "none",
        "targets": (Target.of(said.get("target", "postgresql=18")),),
        "earlier": Past(trees(texts.get("earlier", "")) + undone),
        "undone": undone,
    }
    return ScriptContext(**{**given, **context})


def configured(rule: Rule, example: str) -> Rule:
    """The rule with the options that an example sets."""
    lines = "\n".join(re.findall(r"^-- option: (.*)$", example, re.MULTILINE))
    options = {
        field.encode_name: getattr(rule, field.name) for field in msgspec.structs.fields(rule)
    }
    return msgspec.convert({**options, **tomllib.loads(lines)}, type(rule))


def judged_by(rule: StatementRule, text: str, **context: Any) -> Findings:
    """What one rule says of a script."""
    found = check_script(script(text, **context), [cast("StatementRule", configured(rule, text))])
    return Findings(items=tuple(found))


def judged_by_all(rule: Rule, text: str, **context: Any) -> Findings:
    """What every rule on statements says of a script, with the options that it sets for one."""
    rules = [
        configured(other, text) if other.id == rule.id else other
        for other in CATALOGUE
        if isinstance(other, StatementRule)
    ]
    return Findings(items=tuple(check_script(script(text, **context), cast("Any", rules))))

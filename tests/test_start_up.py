"""Importing our package changes nothing in the process, but for what start_up.py says."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bsafe_analysis"
ALLOWED = {"start_up.py", "cli.py"}  # the place for it; and the program, which names its commands
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).as_posix() not in ALLOWED)


def does_something(statement):
    """Whether a line of a module calls for effect, sets a part of something that stands elsewhere, or loops."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    if isinstance(statement, ast.Assign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return any(isinstance(target, ast.Attribute | ast.Subscript) for target in targets)
    return isinstance(statement, ast.With | ast.For | ast.While | ast.Delete)


def done_by(path):
    return [ast.unparse(line) for line in ast.parse(path.read_text()).body if does_something(line)]


def test_a_module_only_says_what_there_is():
    assert {path.relative_to(PACKAGE).as_posix(): done for path in MODULES if (done := done_by(path))} == {}


@pytest.mark.parametrize("line", ["register(x)", "os.environ['A'] = '1'", "gc.enabled = False", "del sys.modules['x']"])
def test_a_line_that_does_something_is_seen(line):
    assert does_something(ast.parse(line).body[0])

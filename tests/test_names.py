"""One meaning for each name: of a module, of a public class; and a private helper's name in three modules at most."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "bsafe_analysis"
MOST_MODULES = 3


@cache
def trees():
    """Read when a rule first asks, not in every process that looks for tests."""
    return {path.relative_to(PACKAGE): ast.parse(path.read_text()) for path in PACKAGE.rglob("*.py")}


def several(found, most=1):
    return {name: sorted(where) for name, where in found.items() if len(where) > most}


def test_no_module_has_the_name_of_another():
    found = defaultdict(set)
    for path in trees():
        name = path.parent.name if path.stem == "__init__" else path.stem
        found[name].add(path.as_posix())
    assert several(found) == {}


def defined(*kinds):
    found = defaultdict(set)
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, kinds):
                found[node.name].add(path.as_posix())
    return found


def test_no_public_class_stands_for_two_things():
    found = defined(ast.ClassDef)
    assert several({name: where for name, where in found.items() if not name.startswith("_")}) == {}


def test_no_public_class_is_called_as_several_of_one_that_stands_in_another_module():
    """Areas beside Area in one module are many of it; apart from each other the two would be taken for that."""
    found = defined(ast.ClassDef)
    assert {
        name: where | found[f"{name}s"] for name, where in found.items() if where != found.get(f"{name}s", where)
    } == {}


def test_a_private_helpers_name_is_so_common_nowhere_that_it_says_nothing():
    found = defined(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    private = {name: where for name, where in found.items() if name.startswith("_") and not name.startswith("__")}
    assert several(private, MOST_MODULES) == {}

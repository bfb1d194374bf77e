"""The rules of the house, held by tests: who may import whom, who may open files, what a notebook may contain."""

import ast
import inspect
import json
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import nbformat
import pytest
import yaml

from bsafe_analysis.cli import app
from bsafe_analysis.engines.notebooks import OF_MEETING, PARAMETERS, declared
from bsafe_analysis.reports.cases import BY_NAME, CASE_FUNCTIONS
from bsafe_analysis.reports.charts import palette
from bsafe_analysis.reports.document_kinds import KINDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bsafe_analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
DOCUMENTS = sorted(KINDS)
TEMPLATES = sorted((PACKAGE / "reports" / "templates").rglob("*.j2"))
MAY_OPEN_FILES = (
    "atomic_files", "file_locks", "plain_files", "parameters",
    "loading", "register", "preparation/store", "claims/claim_file", "audit", "engines", "packs", "pages", "batch",
    "commands", "sample", "reports/wording", "reports/compiled_templates",
    "workbench/saved_views", "workbench/jupyter", "workbench/workspace_contents", "workbench/own_analysis",
)  # fmt: skip
OPENING = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_parquet", "read_json",
    "read_file", "to_csv", "to_parquet", "to_json", "to_file", "ZipFile", "rmtree", "mkdir", "unlink", "glob",
    "rglob", "iterdir",
}  # fmt: skip


def name_of(path):
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


@cache
def nodes_of(path):
    """All of a module's parts, read once for all rules."""
    return tuple(ast.walk(ast.parse(path.read_text())))


def test_imports_go_one_way():
    command = shutil.which("lint-imports", path=Path(sys.executable).parent)
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_types_are_read_of_every_library_that_we_name():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    (skipped,) = [each["module"] for each in settings["overrides"] if each["follow_imports"] == "skip"]
    named = {node.module or "" for path in MODULES for node in nodes_of(path) if isinstance(node, ast.ImportFrom)}
    named |= {
        alias.name for path in MODULES for node in nodes_of(path) if isinstance(node, ast.Import)
        for alias in node.names
    }  # fmt: skip
    beginnings = tuple(name.removesuffix("*") for name in skipped)
    assert {"numpy", "pandas", "typer"} <= named
    assert sorted(name for name in named if f"{name}.".startswith(beginnings)) == []


def wrong(told):
    """Module -> what is wrong with it, of those in which anything is: one test tells all of them."""
    return {name_of(path): found for path in MODULES if (found := told(path))}


def opened(path):
    if name_of(path).removesuffix("/__init__").startswith(MAY_OPEN_FILES):
        return set()
    calls = [node.func for node in nodes_of(path) if isinstance(node, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls} & OPENING


def test_only_the_doors_open_files():
    assert wrong(opened) == {}


def test_modules_stay_short():
    assert wrong(lambda path: max(len(path.read_text().splitlines()) - 400, 0)) == {}


def assumed(path):
    literals = [node.value for node in nodes_of(path) if isinstance(node, ast.Constant)]
    return {33, 38} & {value for value in literals if type(value) is int}


def test_how_many_places_and_documents_there_are_is_never_assumed():
    assert wrong(assumed) == {}


def test_no_real_place_is_named_in_the_package():
    real = re.compile(
        r"\b(Bolton|Rotherham|Barnsley|Sheffield|Doncaster|Manchester|Yorkshire|Wigan|Bury|Salford)\b", re.I
    )
    texts = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".j2", ".css", ".yml", ".csv", ".md")]
    naming = {name_of(path): found[0] for path in texts if (found := real.search(path.read_text()))}
    assert naming == {}


def test_every_colour_is_in_the_palette_or_the_pages_own_style_sheet():
    colour = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\brgba?\(", re.I)
    own = ("reports/charts/palette", "pages/static/styles")
    texts = [path for kind in ("*.py", "*.j2", "*.css", "*.html") for path in PACKAGE.rglob(kind)]
    texts += [path for path in PACKAGE.rglob("*.js") if "plotly" not in path.name]
    holding = {name_of(path): found[0] for path in texts if (found := colour.search(path.read_text()))}
    assert {name: held for name, held in holding.items() if name not in own} == {}


def test_the_page_and_its_charts_have_their_shared_colours_alike():
    sheet = (PACKAGE / "pages" / "static" / "styles.css").read_text()
    for name, colour in (("ink", palette.TEXT), ("navy", palette.NAVY), ("plum", palette.PLUM)):
        assert re.search(rf"--{name}: (#\w+)", sheet)[1].lower() == colour.lower()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_one_name_in_five_places(name):
    assert (PACKAGE / "reports" / "documents" / f"{name}.py").is_file()
    assert (PACKAGE / "reports" / "templates" / f"{name}.md.j2").is_file()
    assert (ROOT / "notebooks" / f"{name}.ipynb").is_file()
    assert name in yaml.safe_load((ROOT / "parameters" / "documents.yml").read_text())["documents"]
    assert any(name in path.read_text() for path in (ROOT / "tests" / "reports").rglob("test_*.py"))


def file_name(path):
    return path.name


@pytest.mark.parametrize("path", TEMPLATES, ids=file_name)
def test_a_line_of_a_template_can_be_read_at_a_glance(path):
    lines = enumerate(path.read_text().splitlines(), 1)
    assert [n for n, line in lines if len(line) > 300 or len(re.findall("{{|{%", line)) > 4] == []


def ladders(name):
    """Case -> what a template says in it, for each place where the templates have the sentence `name`."""
    texts = "".join(path.read_text() for path in TEMPLATES)
    rung = rf'{{%-? (?:el)?if {name} == "(\w+)" -?%}}(.*?)(?={{%-? (?:elif {name} ==|endif|else))'
    return [dict(re.findall(rung, text, re.S)) for text in texts.split(f"{{% set {name} = case.{name}(")[1:]]


@pytest.mark.parametrize("function", CASE_FUNCTIONS, ids=lambda f: f.__name__)
def test_every_case_of_a_sentence_has_its_words_in_the_template_and_no_words_are_without_a_case(function):
    cases = {case.value for case in inspect.get_annotations(function, eval_str=True)["return"]} - {"unsaid"}
    said = ladders(function.__name__)
    assert [each.keys() for each in said] == [cases] * max(1, len(said))
    assert [case for each in said for case, words in each.items() if not words.strip()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=file_name)
def test_a_template_asks_for_a_case_by_the_name_of_its_sentence(path):
    asked = re.findall(r"case\.(\w+)", path.read_text())
    named = re.findall(r"{% set (\w+) = case\.(\w+)\(", path.read_text())
    assert [function for _, function in named] == asked
    assert [(name, function) for name, function in named if name != function or function not in BY_NAME] == []


def test_no_two_sentences_have_one_name():
    assert len(BY_NAME) == len(CASE_FUNCTIONS)


@pytest.mark.parametrize("command", sorted(c.name or c.callback.__name__ for c in app.registered_commands))
def test_every_command_is_in_the_documentation(command):
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert any(f"bsafe {command}" in path.read_text() for path in texts)


def locked():
    """(name, version, marker) of every line of the lock."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*?) *\\?$", (ROOT / "requirements.lock").read_text(), re.M)
    return [line.strip() for line in lines]


def test_conda_users_get_the_same_names_and_versions():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert pip == locked(), "run `make environment.yml`"


def test_the_lock_is_exact_and_hashed_and_names_no_address():
    text = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"://|--index|--find-links|--extra-index|--trusted", text)
    assert all("==" in line for line in locked())
    assert len(re.findall(r"^[A-Za-z0-9].*\\\n +--hash=sha256:[0-9a-f]{64}", text, re.M)) == len(locked())


def test_everything_that_is_asked_for_is_locked():
    project = (ROOT / "pyproject.toml").read_text()
    asked = set(re.findall(r'^  "([A-Za-z0-9_.-]+)(?:\[[a-z]+\])?>=', project, re.M))
    names = {re.split(r"[=\[ ;]", line)[0].lower() for line in locked()}
    assert {name.lower().replace("_", "-") for name in asked} <= names
    assert len(asked) > 20


@pytest.fixture(params=DOCUMENTS)
def notebook(request):
    return nbformat.read(ROOT / "notebooks" / f"{request.param}.ipynb", as_version=4)


def sources(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_a_notebook_starts_with_a_line_for_the_analyst_and_ends_with_its_mark(notebook):
    assert notebook.cells[0].cell_type == "markdown"
    assert ast.parse(sources(notebook)[-1]).body[-1].value.func.id == "finish"
    assert len(notebook.cells) <= 30


def test_a_notebook_takes_month_and_area_or_group_and_meeting_too_as_plain_values_and_nothing_else(notebook):
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    values = declared(cell)
    assert values.keys() in (PARAMETERS, OF_MEETING)
    assert all(isinstance(value, str) for value in values.values())


def test_a_notebook_calls_and_shows_and_decides_nothing(notebook):
    forbidden = (
        ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp, ast.Try, ast.With,
        ast.comprehension,
    )  # fmt: skip
    for source in sources(notebook):
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, forbidden), source
            if isinstance(node, ast.ImportFrom | ast.Import):
                assert getattr(node, "module", "") == "bsafe_analysis", source
            if isinstance(node, ast.Constant):  # no path, no threshold, no sentence
                assert isinstance(node.value, str), source
                assert not re.search(r"[/\\ ]", node.value), source


def test_a_notebook_is_kept_without_what_it_once_showed(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
    assert "papermill" not in json.dumps(notebook.metadata)

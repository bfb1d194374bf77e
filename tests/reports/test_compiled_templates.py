"""Compiled templates: what is kept is what would be compiled, and nothing else is ever used."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from bsafe_analysis.reports import compiled_templates
from bsafe_analysis.reports.compiled_templates import CompiledTemplates


@pytest.fixture(autouse=True)
def python_may_keep_its_own(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def environment(folder, variant="marked", **options):
    templates = folder / "templates"
    templates.mkdir(exist_ok=True)
    cache = CompiledTemplates(variant, folder / "kept", templates)
    return Environment(loader=FileSystemLoader(templates), bytecode_cache=cache, **options)


def said(folder, text=None, **options):
    """What the template says in a process that has not seen it yet."""
    made = environment(folder, **options)
    if text is not None:
        (folder / "templates" / "one.j2").write_text(text)
    return made.get_template("one.j2").render(n=3)


@pytest.fixture
def compiled(monkeypatch):
    """Which templates were compiled, in their order."""
    names, compile_again = [], Environment.compile

    def noted(self, source, name=None, *rest):
        names.append(name)
        return compile_again(self, source, name, *rest)

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def kept_in(folder):
    return sorted((folder / "kept").iterdir()) if (folder / "kept").exists() else []


def test_a_second_process_compiles_nothing(tmp_path, compiled):
    assert said(tmp_path, "{{ n }} in all") == said(tmp_path) == "3 in all"
    assert compiled == ["one.j2"]


def test_another_text_and_another_way_of_compiling_it_are_compiled(tmp_path, compiled):
    said(tmp_path, "{{ n }} in all")
    assert said(tmp_path, "of {{ n }}") == "of 3"
    assert said(tmp_path, "<{{ '<' }}", variant="escaped", autoescape=True) == "<&lt;"
    assert said(tmp_path, "<{{ '<' }}", variant="plain") == "<<"
    assert len(compiled) == 4


def test_what_other_code_compiled_is_not_used(tmp_path, compiled, monkeypatch):
    said(tmp_path, "{{ n }} in all")
    monkeypatch.setattr(compiled_templates, "_code", lambda: b"a changed line")
    assert said(tmp_path) == "3 in all"
    assert len(compiled) == 2


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7), left=st.none() | st.integers(0, 10_000))
def test_of_what_is_damaged_nothing_is_used(tmp_path_factory, place, bit, left):
    folder = tmp_path_factory.mktemp("damaged")
    said(folder, "{{ n }} in all")
    (file,) = kept_in(folder)
    whole = bytearray(file.read_bytes())
    whole[place % len(whole)] ^= 1 << bit
    file.write_bytes(whole if left is None else whole[: left % len(whole)])
    assert said(folder) == "3 in all"


def test_where_nothing_can_be_written_or_python_keeps_nothing_it_is_compiled_each_time(tmp_path, compiled, monkeypatch):
    (tmp_path / "kept").write_text("a file where the folder would be")
    assert said(tmp_path, "{{ n }} in all") == said(tmp_path) == "3 in all"
    (tmp_path / "kept").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    said(tmp_path)
    assert kept_in(tmp_path) == []
    assert len(compiled) == 3


def test_of_a_template_from_elsewhere_nothing_is_kept(tmp_path, compiled):
    made = environment(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.j2").write_text("theirs")
    made.loader = FileSystemLoader(elsewhere)
    assert made.get_template("one.j2").render() == "theirs"
    assert kept_in(tmp_path) == []

"""A file that a program fills in has no findings; templates of other tools do not make it one."""

from __future__ import annotations

import pytest
from fal_lsp.lint.check import check
from fal_lsp.lint.templates import is_template
from fal_lsp.toml import parse

from tests.support.corpus import cases

WRONG = '[tool.fal.apps.a]\nref = "app.py::A"\nkeep_alive = "5m"\n'
TEMPLATES = [
    '[project]\nname = "{{ cookiecutter.slug }}"\n' + WRONG,
    "[project]\nname = {{ name }}\n" + WRONG,
    WRONG + 'name = "{{- app_name -}}"\n',
    WRONG + '{% if cookiecutter.gpu == "yes" %}\nmachine_type = "{{ machine }}"\n{% endif %}\n',
    '[tool.fal.apps."{{ slug }}"]\nkeep_alive = "5m"\n',
]
FILES = [
    WRONG
    + '[tool.git-cliff.changelog]\nbody = "{% for group in commits %}{{ group }}{% endfor %}"\n',
    WRONG + 'cmd = "echo ${{ secrets.TOKEN }}"\n',
    WRONG + 'app_files_ignore = ["a{{2}}"]\n',
    WRONG + 'image = { registries = { a = { username = "a" }}}\n',
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_has_no_findings(text: str) -> None:
    assert not check(parse(text))


@pytest.mark.parametrize("text", FILES)
def test_a_file_with_the_templates_of_others_has_them(text: str) -> None:
    assert any(item.rule == "wrong-type" for item in check(parse(text)))


def test_a_file_in_a_directory_of_a_template_is_one() -> None:
    assert is_template(parse(WRONG), "/work/{{ cookiecutter.slug }}/pyproject.toml")
    assert not is_template(parse(WRONG), "/work/{slug}/pyproject.toml")


def test_no_case_of_the_corpus_is_a_template() -> None:
    assert not [case.name for case in cases() if is_template(parse(case.text), "")]

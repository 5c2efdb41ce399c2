"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json

import pytest
from conftest import Copy

from analysis.cli import main


def test_validate_says_that_all_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    assert "every check holds" in capsys.readouterr().out


def test_validate_prints_findings_as_json_and_exits_with_one(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.set_cell("figures", "aws-growth", "high", "18")
    copy.set_cell("figures", "aws-growth", "low", "18")
    assert main(["validate", "--json", "--package", str(copy.descriptor)]) == 1
    issues = json.loads(capsys.readouterr().out)
    assert {"path": "data/article/figures.csv", "row": 10, "column": "low"}.items() <= next(
        issue for issue in issues if issue["column"] == "low"
    ).items()


def test_trace_leads_from_a_metric_to_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "commitment-to-new-equity"]) == 0
    text = capsys.readouterr().out
    for part in ("at least 2.0\u00a0times", "Azure commitment ÷ new equity", "jusqu’à 10 milliards de dollars", "characters 755 to 909"):
        assert part in text


def test_trace_reaches_through_context_to_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "growth-gap-latest"]) == 0
    text = capsys.readouterr().out
    for part in ("cloud_growth:aws-2026-q2:growth: 37%", "data/context/cloud_growth.csv", "source     ", "https://"):
        assert part in text


def test_an_unknown_id_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "azure-comitment"]) == 1
    assert "did you mean “azure-commitment”?" in capsys.readouterr().err


def test_metrics_check_finds_a_committed_table_that_is_behind(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.edit_file("data/derived/metrics.csv", lambda data: data.replace(b",21.5,21.5,", b",21.4,21.4,"))
    assert main(["metrics", "--check", "--package", str(copy.descriptor)]) == 1
    assert "is '21.4', but '21.5' is computed" in capsys.readouterr().out


def test_metrics_write_then_lock_mends_it(copy: Copy) -> None:
    copy.edit_file("data/derived/metrics.csv", lambda data: data[:100], refresh=False)
    copy.edit_file("data/derived/metric_inputs.csv", lambda _: b"")
    options = ["--package", str(copy.descriptor)]
    assert main(["metrics", "--write", *options]) == 0
    assert main(["lock", *options]) == 0
    assert main(["validate", *options]) == 0


@pytest.mark.parametrize("arguments", [["validate"], ["metrics"], ["trace", "x"], ["render"], ["lock"]])
def test_a_package_that_is_not_there_is_an_error_in_one_line(
    arguments: list[str], tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--package", f"{tmp_path}/datapackage.json"]) == 1
    said = capsys.readouterr()
    assert "datapackage.json" in said.out + said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("arguments", [[], ["rendre"], ["render", "--engine", "word"], ["metrics", "--write", "--check"]])
def test_wrong_usage_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize("descriptor", ['{"resources": 5}', '{"resources": [{}]}', "[5]", "{}"])
@pytest.mark.parametrize("arguments", [["metrics"], ["metrics", "--check"], ["trace", "x"], ["render"], ["lock"], ["validate"]])
def test_a_broken_descriptor_is_never_a_traceback(copy: Copy, arguments: list[str], descriptor: str) -> None:
    copy.descriptor.write_text(descriptor, encoding="utf-8")
    assert main([*arguments, "--package", str(copy.descriptor)]) == 1


def test_metrics_of_figures_that_validation_would_refuse_are_an_error(copy: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    copy.set_cell("figures", "azure-growth", "low", "10")
    copy.set_cell("figures", "azure-growth", "high", "10")
    assert main(["metrics", "--package", str(copy.descriptor)]) == 1
    assert "cannot be computed" in capsys.readouterr().err


def test_an_unknown_format_is_wrong_usage() -> None:
    assert main(["render", "--to", "docx"]) == 2

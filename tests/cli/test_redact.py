"""`gongkai redact`: the copy holds none of the values, the original stays, and what cannot be done is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from click.testing import CliRunner, Result

from gongkai.cli.root import main
from tests.cli.test_scan import ID, MOBILE


def run(command: str, *arguments: object) -> Result:
    return CliRunner().invoke(main, [command, *map(str, arguments)])


def file(folder: Path, text: str = f"身份证号：{ID}，手机：{MOBILE}。") -> Path:
    path = folder / "in.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_personal_data_goes_and_the_rest_stays(tmp_path: Path) -> None:
    source = file(tmp_path)
    assert run("redact", source, tmp_path / "out.txt").exit_code == 0
    assert (tmp_path / "out.txt").read_text("utf-8") == (
        f"身份证号：{ID[:3]}***********{ID[-4:]}，手机：139****1111。"
    )
    assert ID in source.read_text("utf-8")
    assert run("scan", "--severity", "serious", tmp_path / "out.txt").exit_code == 0
    assert run("redact", "--style", "anonymous", source, tmp_path / "other.txt").exit_code == 0
    assert (tmp_path / "other.txt").read_text("utf-8") == "身份证号：某某，手机：某某。"


def test_only_the_findings_that_were_left_are_taken_out(tmp_path: Path) -> None:
    source, listed = file(tmp_path), tmp_path / "found.json"
    answer = json.loads(run("scan", "--json", "--jobs", "1", source).stdout)
    answer["findings"] = [found for found in answer["findings"] if found["detector"] == "person.mobile"]
    listed.write_text(json.dumps(answer), encoding="utf-8")
    assert run("redact", "--findings", listed, source, tmp_path / "out.txt").exit_code == 0
    copy = (tmp_path / "out.txt").read_text("utf-8")
    assert ID in copy
    assert MOBILE not in copy
    file(tmp_path, f"改过了。身份证号：{ID}")
    stale = run("redact", "--findings", listed, source, tmp_path / "no.txt")
    assert stale.exit_code == 2
    assert not (tmp_path / "no.txt").exists()


def test_names_inside_archives_are_found_again_though_they_are_masked(tmp_path: Path) -> None:
    source, listed = tmp_path / "in.zip", tmp_path / "found.json"
    with zipfile.ZipFile(source, "w") as package:
        package.writestr(f"身份证{ID}.txt", f"手机：{MOBILE}")
    listed.write_text(run("scan", "--json", "--jobs", "1", source).stdout, encoding="utf-8")
    assert run("redact", "--findings", listed, source, tmp_path / "out.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        (name,) = package.namelist()
        assert ID not in name
        assert package.read(name).decode() == "手机：139****1111"


def test_a_mark_of_secrecy_is_not_taken_off(tmp_path: Path) -> None:
    refused = run("redact", file(tmp_path, f"机密★10年\n身份证号：{ID}"), tmp_path / "out.txt")
    assert refused.exit_code == 1
    assert "保密审查" in refused.output
    assert not (tmp_path / "out.txt").exists()


def test_the_original_is_not_overwritten(tmp_path: Path) -> None:
    source = file(tmp_path)
    assert run("redact", source, source).exit_code == 2
    assert ID in source.read_text("utf-8")

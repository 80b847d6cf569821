"""How well the texts of our own gold are understood, beside what the last commit reached.

make quality                     the table, and the texts that changed
python tests/quality.py --accept   writes it to tests/gold/reached.json, which the tests hold as floors
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jiyao.gold import MEASURES, Evaluation, evaluate, gold_record
from pipelines.texts import Document, read_documents, understood

GOLD = Path(__file__).parent / "gold"
REACHED = GOLD / "reached.json"
REPORTS = ("synthetic", *(f"synthetic{number}" for number in range(2, 23)))
SETS = (*REPORTS, "constructions")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Table = dict[str, dict[str, Any]]


def documents(name: str) -> list[Document]:
    """Return the texts of a gold set."""
    return list(read_documents((GOLD / f"{name}.jsonl").read_bytes(), name, None, NOW))


def gold(name: str) -> dict[str, Any]:
    """Return the gold facts of a set by the text's id."""
    rows = map(json.loads, (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines())
    return {row["id"]: row.get("gold") or row for row in rows}


def evaluation(name: str) -> Evaluation:
    """Understand the texts of a set anew and compare them with its gold."""
    return evaluate(gold(name), {text.id: gold_record(understood(text)) for text in documents(name)})


def measured() -> Table:
    """Return, for each set, precision, recall and F1 of each measure, and how many mistakes each text holds."""
    table: Table = {}
    for name in SETS:
        result = evaluation(name)
        scores = {m: result.scores[m] for m in MEASURES if result.scores[m].wanted}
        table[name] = {
            "measures": {m: [round(s.precision, 4), round(s.recall, 4), round(s.f1, 4)] for m, s in scores.items()},
            "is_meeting": round(result.kind_accuracy, 4)
            if any("is_meeting" in row for row in gold(name).values())
            else None,
            "mistakes": {record.id: len(record.facts) for record in result.mistakes if record.facts},
        }
    return table


def reached(commit: str | None = None) -> Table:
    """Return the committed table, of a commit where one is named."""
    if commit is None:
        return dict(json.loads(REACHED.read_text("utf-8")))
    path = REACHED.relative_to(Path(__file__).parent.parent)
    shown = subprocess.run(["git", "show", f"{commit}:{path}"], capture_output=True, text=True, check=False)
    return dict(json.loads(shown.stdout)) if shown.returncode == 0 else {}


def worse(name: str, now: Table, before: Table) -> list[str]:
    """Return the texts of a set with more mistakes than before: id, before, now."""
    old, new = before[name]["mistakes"], now[name]["mistakes"]
    return [f"{key}: {old.get(key, 0)} -> {count}" for key, count in new.items() if count > old.get(key, 0)]


def report(now: Table, before: Table) -> str:
    """Return the table as a person reads it, with the differences."""
    lines = [f"{'set':14}{'measure':16}{'precision':>10}{'recall':>8}{'F1':>8}{'before':>8}"]
    for name, row in now.items():
        old = before.get(name, {}).get("measures", {})
        for measure, (precision, recall, f1) in row["measures"].items():
            was = old.get(measure, [0, 0, None])[2]
            change = "" if was is None else f"{was:8.4f}" + (f"  {f1 - was:+.4f}" if f1 != was else "")
            lines.append(f"{name:14}{measure:16}{precision:10.4f}{recall:8.4f}{f1:8.4f}{change}")
        if row["is_meeting"] is not None:
            lines.append(f"{name:14}{'is it a meeting':16}{row['is_meeting']:26.4f}")
        if name in before:
            lines += [f"{'':14}worse  {text}" for text in worse(name, now, before)]
    return "\n".join(lines)


def main() -> None:
    """Print the table; with ``--accept`` write it."""
    now = measured()
    print(report(now, reached("HEAD")))
    if "--accept" in sys.argv[1:]:
        REACHED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"written to {REACHED.name}; commit it with the change that reached it")


if __name__ == "__main__":
    main()

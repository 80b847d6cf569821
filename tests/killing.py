"""Writers of an archive that are ended with SIGKILL at seeded moments, and whether all they had acknowledged is there.

    python tests/killing.py FOLDER FIRST LAST

One process imports everything once; for each seed it forks one to three writers
on one folder. A writer says of each page, after keep() has returned, that it has
it. Each seed kills at another kind of moment: from outside after so many
microseconds; in the middle of the bytes of a write; before or after a flush;
before or after the entry into the index; while a new file is opened. Then the
archive is opened again, and every page that was acknowledged must be there with
its digest. Prints what was counted, as JSON; raises AssertionError where a page
is lost.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
# ruff: noqa: E402

from jiyao.model import Capture, Fetch
from pipelines.archive import Archive
from pipelines.archive.index import CaptureIndex

MOST_BYTES = 20_000
MOST_PAGES = 24
SEEDS_A_FOLDER = 50
KINDS = ("outside", "write", "flush", "index", "opening")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_in(owner: object, name: str, turn: int, *, before: bool, share: float | None = None) -> None:
    """Let the ``turn``-th call of a function be the last thing that this process does, or the thing it does not do.

    With ``share`` it is a write, of which only that share of the bytes is done.
    """
    real = getattr(owner, name)
    calls = 0

    def deadly(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == turn and share is not None:
            descriptor, data, at = given
            real(descriptor, data[: int(len(data) * share)], at)
            die()
        if calls == turn and before:
            die()
        result = real(*given, **named)
        if calls == turn:
            die()
        return result

    setattr(owner, name, deadly)


def arm(kind: str, chance: random.Random) -> None:
    turn, before = chance.randint(1, 12), chance.random() < 0.5
    if kind == "write":
        die_in(os, "pwrite", turn, before=False, share=chance.random())
    elif kind == "flush":
        die_in(os, "fsync", turn, before=before)
    elif kind == "index":
        die_in(CaptureIndex, "add", turn, before=before)
    elif kind == "opening":
        die_in(os, "open", chance.randint(1, 8), before=before)


def write(folder: Path, name: str, kind: str, chance: random.Random, told: int) -> None:
    """Keep pages until killed; some of them edited, some unchanged, each said once it is kept."""
    archive = Archive(folder, writable=True, most_bytes=MOST_BYTES)
    arm(kind, chance)
    bodies: dict[str, bytes] = {}
    for _ in range(MOST_PAGES):
        url = f"https://e.cn/{name}/{chance.randrange(9)}"
        if url not in bodies or chance.random() < 0.7:
            bodies[url] = chance.randbytes(chance.randint(1, 6000))
        fetch = Fetch("GET", url, (("User-Agent", "jiyao"),))
        capture = Capture("s", url, datetime.now(UTC), 200, (), bodies[url], fetch=fetch)
        archive.keep(capture)
        os.write(told, f"{url} {capture.digest}\n".encode())
    die()


def killed(folder: Path, seed: int) -> tuple[str, list[tuple[str, str]]]:
    """Let writers be killed, and return how, and each URL and digest that they had acknowledged."""
    chance = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    heard, told = os.pipe()
    writers = []
    for number in range(chance.choice((1, 1, 2, 3))):
        own = random.Random(f"{seed}/{number}")
        pid = os.fork()
        if not pid:
            try:
                write(folder, f"{seed}/{number}", kind, own, told)
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(1)
        writers.append(pid)
    os.close(told)
    if kind == "outside":
        time.sleep(chance.uniform(0, 0.02))
        for pid in writers:
            os.kill(pid, signal.SIGKILL)
    with os.fdopen(heard, "rb") as pipe:
        lines = pipe.read().decode().splitlines()
    for pid in writers:
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), f"seed {seed}: a writer failed by itself"
        assert os.WTERMSIG(status) == signal.SIGKILL
    return kind, [(url, digest) for url, digest in map(str.split, lines)]


def missing(archive: Archive, acknowledged: list[tuple[str, str]]) -> list[str]:
    lost = []
    for url, digest in acknowledged:
        entries = [one for one in archive.by_digest(digest) if one.type == "response" and one.url == url]
        if not entries or archive.read(entries[0]).digest != digest:
            lost.append(url)
    return lost


def main() -> None:
    base, first, last = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    counts: Counter[str] = Counter()
    acknowledged: dict[Path, list[tuple[str, str]]] = {}
    for seed in range(first, last):
        folder = base / str(seed // SEEDS_A_FOLDER)
        kind, said = killed(folder, seed)
        acknowledged.setdefault(folder, []).extend(said)
        with Archive(folder, writable=True, most_bytes=MOST_BYTES) as archive:
            assert not (lost := missing(archive, said)), f"seed {seed}, killed by {kind}: lost {lost}"
            counts["torn tails cut off"] += sum("cut off" in line for line in archive.mended)
            counts["tails indexed"] += sum("are indexed now" in line for line in archive.mended)
        counts["kills"] += 1
        counts[f"kills: {kind}"] += 1
        counts["acknowledged"] += len(said)
    for folder, said in acknowledged.items():
        with Archive(folder, writable=True, most_bytes=MOST_BYTES) as archive:
            assert list(archive.verify()) == []
            assert not missing(archive, said)
            before = list(archive.pages())
            assert archive.reindex() == []
            assert list(archive.pages()) == before
            counts["files"] += len(list(folder.glob("*.warc.gz")))
    print(json.dumps(counts))


if __name__ == "__main__":
    main()

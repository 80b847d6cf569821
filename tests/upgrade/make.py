"""Makes the data folder of an older version that ``test_upgrade.py`` upgrades; runs under that version alone.

    git worktree add /tmp/older c8ab475    # 2026-11-24
    PYTHONPATH=/tmp/older:/tmp/older/tests python tests/upgrade/make.py tests/upgrade/older.tar.gz

Four runs of one invented site. The first brings five reports. The second finds one edited, one gone, one that the
site refuses, and a page that is no article. The third misses what its source expects: two more reports, an edit and a
page that came back are withheld. The fourth finds nothing new. The site is gone afterwards; the test needs none.
"""

import sys
import tarfile
import tempfile
from pathlib import Path

from changing_site import Answer, article, changing_site

from jiyao.runs import harvest


def main(target: str) -> None:
    """Make the folder and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        with changing_site(Path(folder)) as site:
            site.publish(range(1, 6))
            harvest(site.settings, ["county"])
            site.answers["/a/2.html"] = article(2, chair="何立春")
            site.answers["/a/3.html"] = Answer("<h1>404</h1>", 404)
            site.answers["/a/4.html"] = Answer("<h1>busy</h1>", 403)
            site.answers["/a/8.html"] = Answer("<html><head><title>404</title></head><body>页面不存在</body></html>")
            site.list("1", "2", "3", "4", "5", "8")
            harvest(site.settings, ["county"])
            site.publish(range(1, 8))
            site.describe("expect: {articles: 99}\n")
            harvest(site.settings, ["county"])
            site.describe()
            harvest(site.settings, ["county"])
        with tarfile.open(target, "w:gz") as packed:
            for name in ("data", "sources"):
                packed.add(Path(folder) / name, name, filter=_without_logs)


def _without_logs(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return None if "/logs" in member.name else member


if __name__ == "__main__":
    main(sys.argv[1])

"""Take the pictures of docs/pictures, to be looked at: `make pictures` (needs Chromium and ChromeDriver)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

from chromium import open_chromium
from commands import free_port, jiyao
from selenium.webdriver.common.by import By
from servers import serve

from jiyao.settings import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PAGES = {
    "search": "/?q=" + quote("县长"),
    "report": "/?q=" + quote('"县委常委会第98次会议"'),
    "person": "/people/" + quote("邢恩泽"),
    "sources": "/sources",
}


def main() -> None:
    """Harvest the demo site, serve it, and take a picture of each page at desk and phone width."""
    with tempfile.TemporaryDirectory() as folder:
        done = jiyao("demo", "--folder", folder, "--port", str(free_port()))
        assert done.returncode == 0, done.stderr
        serving = serve(Settings(data=Path(folder)))
        site = next(serving).base_url
        browser = open_chromium()
        FOLDER.mkdir(parents=True, exist_ok=True)
        for width, suffix in ((1100, ""), (390, "-phone")):
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            for name, path in PAGES.items():
                browser.get(f"{site}{path}")
                if name == "report":
                    browser.find_element(By.CSS_SELECTOR, "article.hit h3 a").click()
                browser.save_screenshot(str(FOLDER / f"{name}{suffix}.png"))
                print(FOLDER / f"{name}{suffix}.png")
        browser.quit()
        serving.close()


if __name__ == "__main__":
    main()

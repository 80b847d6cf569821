"""How the documentation is built: `make docs`; the pages of the reference are made of the code they tell of."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tools")]

project = "Jiyao 纪要"
html_title = project
extensions = ["myst_parser"]
exclude_patterns = ["_build", "pictures"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
_FONTS = {"font-stack": "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"}
html_theme_options = {"light_css_variables": _FONTS, "dark_css_variables": _FONTS}
html_static_path = []
html_copy_source = False
html_show_sourcelink = False
language = "en"
# A link to a file of the project is for who reads the page where the project lies; the site names the file.
myst_url_schemes = ["http", "https", "mailto"]
nitpicky = True
suppress_warnings = []


def _make_reference(app: object) -> None:
    from reference import write

    write(HERE / "reference")


def setup(app: object) -> None:
    """Make the reference before the pages are read."""
    app.connect("builder-inited", _make_reference)  # type: ignore[attr-defined]

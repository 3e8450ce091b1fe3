"""What a browser saves beside a page: scripts, styles, pictures and frames in a folder named after it.

What belongs here: telling those files from articles. `Raid.html` and `Raid_files/` are one page, so what lies in the
folder is passed over: counted, and neither read nor rejected. A folder of that name that the page does not use is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")
#: How browsers name the folder in the languages that they speak: "Page_files", "Page-Dateien", "Page_fichiers".
_ASSET_FOLDER = re.compile(
    r"^(.+?)(?:[_-](?:files?|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|pliki|soubory|s[uú]bory|filer|"
    r"tiedostot|elemei|dosyalar|datoteke|fitxers|fails|failid|bylos|fi[sș]iere|файлы|файли|файлове|датотеке)|\.files)$",
    re.IGNORECASE,
)


def assets_among(names: Iterable[str], is_used: Callable[[str, str], bool] | None = None) -> Mapping[str, str]:
    """The files that belong to a saved page, each with that page.

    Args:
        names: paths with forward slashes, of one folder or archive.
        is_used: whether the page (first) refers to the folder (second) beside it; all do where none is given.

    Example:
        "a/raid.html" and "a/raid_files/ads/f.html" give {"a/raid_files/ads/f.html": "a/raid.html"}.
    """
    names = list(names)
    pages = {name.rpartition(".")[0]: name for name in names if name.lower().endswith(_PAGE_ENDINGS)}
    folders: dict[str, str | None] = {}
    found: dict[str, str] = {}
    for name in names:
        parents = [str(parent) for parent in reversed(PurePosixPath(name).parents)]
        page = next((page for parent in parents if (page := _page_of(parent, pages, folders, is_used))), None)
        if page is not None:
            found[name] = page
    return found


def may_be_asset(name: str) -> bool:
    """Whether a file lies in a folder that has the name of one beside a saved page."""
    return any(_ASSET_FOLDER.match(part) for part in PurePosixPath(name).parts[:-1])


def _page_of(
    folder: str, pages: Mapping[str, str], known: dict[str, str | None], is_used: Callable[[str, str], bool] | None
) -> str | None:
    """The page that a folder belongs to; `known` holds what was found for the folders before."""
    if folder not in known:
        path = PurePosixPath(folder)
        named = _ASSET_FOLDER.match(path.name)
        page = pages.get(str(path.with_name(named.group(1)))) if named else None
        known[folder] = page if page and (is_used is None or is_used(page, path.name)) else None
    return known[folder]


def refers_to(page: bytes, folder: str) -> bool:
    """Whether a page's markup names a folder, as it is or as addresses write it ("A%20raid_files/")."""
    page = page.replace(b"\x00", b"")  # UTF-16
    spellings = {folder, quote(folder), folder.replace(" ", "%20"), folder.replace("&", "&amp;")}
    encodings = ("utf-8", "cp1252", "cp1251")
    return any(f"{one}/".encode(encoding, "replace") in page for one in spellings for encoding in encodings)

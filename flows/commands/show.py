# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline show`: one article with its dates, places, actors and events marked, and each event's proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME

if TYPE_CHECKING:
    from flows.published import ArticleView

EPILOG = (
    "Examples: `dateline show zaranj_falls` | `dateline show 5f2b8c1d9e7a4036 --values` | "
    '`dateline show "Taliban enter"` | `dateline show zaranj_falls --json`'
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show", epilog=EPILOG)(show)


def show(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE", help="article_id or its beginning, the source's own id, a URL, or title words."
        ),
    ],
    home: Home = DEFAULT_HOME,
    values: Annotated[
        bool | None,
        typer.Option(
            "--values/--no-values",
            help="Write what a mention was resolved to behind it. Default: where there is no colour.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show ARTICLE as it is stored, with what was found in it."""
    from flows.published import view_article

    view = view_article(home, article)
    if as_json:
        from flows.console import print_json

        print_json(view.as_dict())
    else:
        _print(view, values)


def _print(view: ArticleView, values: bool | None) -> None:
    from flows.console import Console
    from flows.marked_text import STYLES, article_marks, event_lines, mark_text

    console = Console(highlight=False)
    console.soft_wrap = not console.is_terminal  # lines are folded for eyes, not for pipes
    plain = not console.is_terminal or console.no_color
    with_values = plain if values is None else values
    marks = article_marks(view.dates, view.places, view.actors, view.events, values=with_values)
    title = mark_text(str(view.article.get("title") or "(no title)"), marks["title"])
    title.stylize("bold")
    console.print(title)
    for line in _head_lines(view):
        console.print(line, style="dim", markup=False)
    console.print()
    console.print(mark_text(str(view.article.get("body") or ""), marks["body"]))
    console.print()
    console.print(" ".join(f"[{style}]{name}[/]" for name, style in STYLES.items()))
    for number, event in enumerate(view.events, start=1):
        first, *rest = event_lines(event)
        console.print(f"\n[{number}] {first}", style="bold", markup=False)
        for line in rest:
            console.print(f"    {line}", markup=False)
        console.print(
            f"    proof    “{event['text']}” ({event['field']}, sentence {event['sentence_number']})", markup=False
        )
    if not view.events:
        console.print("\nno events", style="dim")


def _head_lines(view: ArticleView) -> list[str]:
    article = view.article
    published = f"published {article['published_date'] or 'not known'} (from {article['published_from'] or 'none'})"
    authors = article.get("authors")
    lines = [
        str(article.get("subtitle") or ""),
        "by " + ", ".join(map(str, authors)) if isinstance(authors, list) and authors else "",
        " · ".join(
            str(part)
            for part in (
                article["article_id"],
                article.get("source_name"),
                article.get("url"),
                article.get("language"),
                published,
            )
            if part
        ),
        ""
        if article.get("is_canonical") in (None, True)
        else "a copy; the one that counts is in the same duplicate group",
        "gone: no file of its source holds it any more" if article.get("is_withdrawn_at_source") else "",
        f"about the author: {article['author_bio']}" if article.get("author_bio") else "",
    ]
    return [line for line in lines if line]

"""SQL and documentation of views and macros, rendered from the two files of each.

What belongs here: pure text. The files are read by `relations`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warehouse.schema.relations import Described, Macro, Relation
from warehouse.schema.render import quoted, table_row

Types = Mapping[str, Mapping[str, str]]
"""The type of each column of each view and table macro, as DuckDB tells it."""


def create_view(view: Relation) -> list[str]:
    """The CREATE VIEW and COMMENT ON VIEW statements."""
    return [
        f"CREATE OR REPLACE VIEW {view.name} AS\n{view.sql}",
        f"COMMENT ON VIEW {view.name} IS {quoted(view.about.comment)}",
    ]


def view_column_comments(view: Relation) -> list[str]:
    """The COMMENT ON COLUMN statements of a view, which a file of DuckDB keeps and DuckLake does not."""
    return [f'COMMENT ON COLUMN {view.name}."{column.name}" IS {quoted(column.comment)}' for column in view.columns]


def create_macro(macro: Macro) -> str:
    """The CREATE MACRO statement; what the macro reads must be there."""
    return f"CREATE OR REPLACE MACRO {macro.name}\n{macro.sql}"


def macro_comment(macro: Macro) -> str:
    """The COMMENT ON MACRO statement, which DuckLake does not keep."""
    kind = "MACRO TABLE" if macro.is_table else "MACRO"
    told = " ".join([macro.about.comment, *(f"{one.name[1:-1]}: {one.comment}" for one in macro.parameters)])
    return f"COMMENT ON {kind} {macro.name} IS {quoted(told)}"


def call(macro: Macro) -> str:
    """How a macro is called: `events_near(lat, lon, km, coarsest := 2)`."""
    return f"{macro.name}({', '.join(macro.signature)})"


def dictionary_of_relations(views: Sequence[Relation], macros: Sequence[Macro], types: Types) -> str:
    """The part of the data dictionary that tells of views and macros, as Markdown."""
    known = [*views, *(macro for macro in macros if not macro.is_internal)]
    head = (
        "\n# Views and macros\n\nThey store nothing; each is an SQL file in `warehouse/store/views` or "
        "`warehouse/store/macros` with a CSV beside it, from which this is rendered. A macro is called as "
        "`FROM event('…')`.\n\n| view or macro | what it gives |\n|---|---|\n"
    )
    listed = "".join(table_row(f"[`{_title(one)}`](#{_anchor(one)})", one.about.first_sentence) + "\n" for one in known)
    return head + listed + "".join(_section(one, types) for one in known)


def _title(relation: Relation) -> str:
    return call(relation) if isinstance(relation, Macro) else relation.name


def _anchor(relation: Relation) -> str:
    """As Markdown makes it of the heading: letters, digits and hyphens stay."""
    return "".join(sign for sign in _title(relation).replace(" ", "-") if sign.isalnum() or sign in "-_")


def _section(relation: Relation, types: Types) -> str:
    is_macro = isinstance(relation, Macro)
    lines = [f"\n## {_title(relation)}\n", f"{relation.about.comment}\n"]
    if is_macro and relation.parameters:
        lines += ["| parameter | meaning | codes |", "|---|---|---|"]
        lines += [table_row(f"`{one.name[1:-1]}`", one.description, one.codes) for one in relation.parameters]
        lines.append("")
    if relation.columns:
        lines += ["| column | type | meaning | codes | open |", "|---|---|---|---|---|"]
        lines += [_column_row(column, types.get(relation.name, {})) for column in relation.columns]
    return "\n".join(lines) + "\n"


def _column_row(column: Described, types: Mapping[str, str]) -> str:
    kind = types.get(column.name, "")
    return table_row(f"`{column.name}`", kind, column.description, column.codes, column.leaves_open)

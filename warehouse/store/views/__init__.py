"""Views that speak each community's language, and those that answer what is asked often: an SQL and a CSV file each.

What belongs here: queries over the tables and other views. A view of another data set has that data set's own column
names, in their order; a column of theirs that we have nothing for is there and NULL. They run without extensions and
without macros, so that the copy in DuckLake has them too. `warehouse.schema.relations` tells what the CSV holds.
"""

from __future__ import annotations

from warehouse.schema.relations import read_views
from warehouse.schema.render_relations import create_view, view_column_comments


def create_views() -> list[str]:
    """The CREATE VIEW and COMMENT ON VIEW statements."""
    return [statement for view in read_views() for statement in create_view(view)]


def comment_on_columns() -> list[str]:
    """The COMMENT ON COLUMN statements of all views, which a file of DuckDB keeps and DuckLake does not."""
    return [statement for view in read_views() for statement in view_column_comments(view)]

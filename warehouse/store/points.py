"""Rows as points on a map: GeoJSON, GeoParquet and GeoPackage.

What belongs here: which columns say where a row is, and the three formats that geographic programs read. Coordinates
are WGS84, longitude first, as all three ask for. A row without coordinates is there with an empty geometry.
"""

from __future__ import annotations

import json
import math
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.schema.render import identifier
from warehouse.store.questions import Answer, QuestionError, readable, rows_of

#: Longitude and latitude as the tables and the communities' views call them.
COORDINATES: Final = (("longitude", "latitude"), ("Longitude", "Latitude"), ("ActionGeo_Long", "ActionGeo_Lat"))
IDS: Final = ("event_id", "event_id_cnty", "GLOBALEVENTID", "Event ID", "location_id", "id")
_WKB_POINT: Final = struct.pack("<BI", 1, 1)
_GPKG_HEAD: Final = b"GP" + struct.pack("<BBi", 0, 1, 4326)
_WGS84: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_WHOLE_NUMBERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
"""Types whose every number SQLite can hold."""
_AS_SQLITE_HAS_IT: Final = (
    cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
    cs.date().dt.strftime("%Y-%m-%d"),
    (cs.time() | cs.by_dtype(pl.UInt64)).cast(pl.String),
    cs.decimal().cast(pl.Float64),
)
_GPKG_TABLES: Final = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name),
    column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES
    gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""

Box = list[float]


def coordinates_of(columns: Sequence[str], name: str) -> tuple[str, str]:
    """The columns of longitude and latitude.

    Raises:
        QuestionError: there are none.
    """
    found = next((pair for pair in COORDINATES if set(pair) <= set(columns)), None)
    if found is None:
        raise QuestionError(f"{name} has no columns of coordinates (longitude, latitude), which a map needs")
    return found


def features(query: str, columns: Mapping[str, str], name: str) -> str:
    """A query for the rows of another as GeoJSON: longitude, latitude, an id where there is one, and all columns.

    JSON has no word for infinity, or for what is no number: these become null.
    """
    x, y = coordinates_of(list(columns), name)
    own_id = next((identifier(column) for column in IDS if column in columns), "NULL")
    finite = {name: f"CASE WHEN isfinite({identifier(name)}) THEN {identifier(name)} END" for name in columns}
    packed = ", ".join(
        f"{identifier(column)} := {finite[column] if kind in ('DOUBLE', 'FLOAT') else identifier(column)}"
        for column, kind in columns.items()
    )
    return (
        f"SELECT TRY_CAST({identifier(x)} AS DOUBLE) AS x, TRY_CAST({identifier(y)} AS DOUBLE) AS y, "
        f"CAST(to_json({own_id}) AS VARCHAR) AS id, "
        f"CAST(to_json(struct_pack({packed})) AS VARCHAR) AS properties FROM ({query})"
    )


def write_geojson(answer: Answer, path: Path, name: str) -> tuple[int, int]:
    """Write `features` as a FeatureCollection (RFC 7946), a feature a line.

    Returns:
        How many rows there are, and how many of them have no coordinates.
    """
    rows = empty = 0
    with path.open("w", encoding="utf-8") as file:
        _ = file.write(f'{{"type": "FeatureCollection", "name": {json.dumps(name)}, "features": [')
        for x, y, own_id, properties in _each(answer):
            point = {"type": "Point", "coordinates": [x, y]} if _is_point(x, y) else None
            identity = "" if own_id in (None, "null") else f'"id": {own_id}, '
            _ = file.write(
                f'{"," if rows else ""}\n{{"type": "Feature", {identity}"geometry": {json.dumps(point)}, '
                f'"properties": {properties}}}'
            )
            rows += 1
            empty += point is None
        _ = file.write("\n]}\n")
    return rows, empty


def _each(answer: Answer) -> Iterator[tuple[Any, ...]]:
    for frame in answer.frames():
        yield from rows_of(frame)


def _is_point(x: float | None, y: float | None) -> bool:
    return x is not None and y is not None and math.isfinite(x) and math.isfinite(y)


def _numbers(frame: pl.DataFrame, pair: tuple[str, str]) -> pl.DataFrame:
    """Longitudes and latitudes, which may be written as text; what is no number says nothing."""
    return frame.select(pl.col(name).cast(pl.Float64, strict=False) for name in pair)


def _geometries(frame: pl.DataFrame, pair: tuple[str, str], head: bytes = b"") -> list[bytes | None]:
    """The points of a frame as well-known binary."""
    return [
        head + _WKB_POINT + struct.pack("<dd", x, y) if _is_point(x, y) else None
        for x, y in _numbers(frame, pair).iter_rows()
    ]


def _grow(box: Box, frame: pl.DataFrame, pair: tuple[str, str]) -> Box:
    """The bounding box with the points of one more frame; empty while there are none."""
    both = _numbers(frame, pair).filter(pl.all_horizontal(pl.all().is_finite()))
    if not both.height:
        return box
    (west, south), (east, north) = both.min().row(0), both.max().row(0)
    if not box:
        return [west, south, east, north]
    return [min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north)]


def _free(wanted: str, columns: Sequence[str]) -> str:
    """A name that no column has."""
    taken = {column.casefold() for column in columns}
    return wanted if wanted not in taken else _free(wanted + "_", columns)


def write_geoparquet(answer: Answer, path: Path, name: str) -> tuple[int, int]:
    """Write rows as GeoParquet 1.1: all columns, and `geometry` as well-known binary in OGC:CRS84."""
    pair = coordinates_of(answer.columns, name)
    geometry = _free("geometry", answer.columns)
    rows = empty = 0
    box: Box = []
    writer: pq.ParquetWriter | None = None
    for frame in answer.frames():
        points = _geometries(frame, pair)
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest()).append_column(
            geometry, pa.array(points, pa.binary())
        )
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table.cast(writer.schema))
        rows, empty, box = rows + frame.height, empty + points.count(None), _grow(box, frame, pair)
    if writer is not None:
        about = {"encoding": "WKB", "geometry_types": ["Point"]} | ({"bbox": box} if box else {})
        described = {"version": "1.1.0", "primary_column": geometry, "columns": {geometry: about}}
        writer.add_key_value_metadata({"geo": json.dumps(described)})
        writer.close()
    return rows, empty


def write_geopackage(answer: Answer, path: Path, name: str) -> tuple[int, int]:
    """Write rows as one layer of points of a GeoPackage (OGC 12-128r18), which is an SQLite file."""
    pair = coordinates_of(answer.columns, name)
    layer = name.rpartition(".")[2]
    key, geometry = _free("fid", answer.columns), _free("geom", answer.columns)
    columns = [f"{identifier(column)} {_sqlite_type(kind)}" for column, kind in answer.types.items()]
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        _ = file.executescript(_GPKG_TABLES)
        _ = file.execute("BEGIN")
        _ = file.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
            [
                ("WGS 84", 4326, "EPSG", 4326, _WGS84),
                ("Undefined Cartesian", -1, "NONE", -1, "undefined"),
                ("Undefined geographic", 0, "NONE", 0, "undefined"),
            ],
        )
        _ = file.execute(
            f"CREATE TABLE {identifier(layer)} ({key} INTEGER PRIMARY KEY AUTOINCREMENT, {geometry} POINT, "
            f"{', '.join(columns)})"
        )
        rows, empty, box = _fill_layer(file, answer, layer, pair)
        _ = file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) "
            "VALUES (?, 'features', ?, ?, ?, ?, ?, 4326)",
            (layer, layer, *(box or [None] * 4)),
        )
        _ = file.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'POINT', 4326, 0, 0)", (layer, geometry))
        _ = file.execute("COMMIT")
    return rows, empty


def _sqlite_type(kind: str) -> str:
    """What a GeoPackage calls a type of DuckDB's.

    Sums of whole numbers (HUGEINT) stay numbers; hashes (UBIGINT), whose every digit counts, become text.
    """
    if kind in ("BOOLEAN", "DATE"):
        return kind
    if kind in _WHOLE_NUMBERS:
        return "INTEGER"
    if kind in ("DOUBLE", "FLOAT", "HUGEINT") or kind.startswith("DECIMAL"):
        return "REAL"
    return "DATETIME" if kind.startswith("TIMESTAMP") else "BLOB" if kind == "BLOB" else "TEXT"


def _fill_layer(file: sqlite3.Connection, answer: Answer, layer: str, pair: tuple[str, str]) -> tuple[int, int, Box]:
    rows = empty = 0
    box: Box = []
    marks = ", ".join("?" * (len(answer.columns) + 1))
    for frame in answer.frames():
        points = _geometries(frame, pair, _GPKG_HEAD)
        with readable():
            told = frame.with_columns(_AS_SQLITE_HAS_IT).rows()
        values = ((point, *row) for point, row in zip(points, told, strict=True))
        _ = file.executemany(f"INSERT INTO {identifier(layer)} VALUES (NULL, {marks})", values)
        rows, empty, box = rows + frame.height, empty + points.count(None), _grow(box, frame, pair)
    return rows, empty, box

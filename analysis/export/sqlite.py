"""SQLite: strict tables with keys and checks, a view for each common question, and the descriptions as tables."""

from __future__ import annotations

import ast
import sqlite3
from collections.abc import Iterable
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any

from .dictionary import categories_of, licence_names
from .tables import Table, tables_of
from ..package import Package, PackageError, Row

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
_STRICT = " STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""

_ABOUT = f"""
CREATE TABLE about_package (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL){_STRICT};
CREATE TABLE about_tables (
  table_name TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, rows INTEGER NOT NULL,
  licence TEXT NOT NULL, sources TEXT NOT NULL){_STRICT};
CREATE TABLE about_fields (
  table_name TEXT NOT NULL REFERENCES about_tables, position INTEGER NOT NULL, field TEXT NOT NULL, type TEXT NOT NULL,
  unit TEXT, title TEXT NOT NULL, description TEXT NOT NULL, PRIMARY KEY (table_name, field)){_STRICT};
CREATE TABLE about_categories (
  table_name TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, meaning TEXT NOT NULL,
  PRIMARY KEY (table_name, field, value), FOREIGN KEY (table_name, field) REFERENCES about_fields){_STRICT};
"""


def write(package: Package, folder: Path) -> None:
    """Write `NAME.sqlite`; raises `PackageError` where a row breaks a key or a check."""
    path = folder / f"{package.descriptor['name']}.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")  # the folder is thrown away if this fails
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_ABOUT)
        connection.execute("BEGIN")
        names = set()
        for table in tables_of(package):
            names.add(table.name)
            connection.execute(create_table(table))
            days = any(field["type"] == "date" for field in table.fields)
            _insert(connection, table.name, len(table.fields), map(_stored, table.rows) if days else table.rows)
            _describe(connection, table)
        about = {key: package.descriptor[key] for key in ("name", "title", "description", "version", "created")}
        about["licence"] = licence_names(package.descriptor)
        _insert(connection, "about_package", 2, about.items())
        for view, (needs, statement) in views().items():
            if needs <= names:
                connection.execute(f"CREATE VIEW {view} AS {statement}")
        connection.execute("COMMIT")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise PackageError(f"{broken[0]}: row {broken[1]} names a row of {broken[2]} that is not there; run: briefing validate")
    except sqlite3.IntegrityError as error:
        raise PackageError(f"{path.name}: a row breaks a rule of its table: {error}; run: briefing validate") from error
    except sqlite3.Error as error:
        raise PackageError(f"{path.name}: cannot be written: {error}") from error
    finally:
        connection.close()


def create_table(table: Table) -> str:
    """The statement that creates a table with the keys, constraints and row rules of its schema."""
    lines = [_column(field) for field in table.fields]
    lines.append(f"PRIMARY KEY ({_names(table.schema['primaryKey'])})")
    lines += [f"UNIQUE ({_names(key)})" for key in table.schema.get("uniqueKeys", [])]
    for key in table.schema.get("foreignKeys", []):
        to = key["reference"]
        lines.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {_name(to.get('resource') or table.name)} ({_names(to['fields'])})")
    lines += [f"CHECK ({sql})" for rule in table.schema.get("rowRules", []) if (sql := as_sql(rule["formula"]))]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {_name(table.name)} (\n  {body}\n){_STRICT}"


def _column(field: Row) -> str:
    name, constraints = _name(field["name"]), field.get("constraints", {})
    parts = [name, TYPES[field["type"]]]
    parts += ["NOT NULL"] if constraints.get("required") else []
    parts += ["UNIQUE"] if constraints.get("unique") else []
    if values := constraints.get("enum"):
        parts.append(f"CHECK ({name} IN ({', '.join(map(_literal, values))}))")
    parts += [f"CHECK ({name} {sign} {constraints[end]})" for end, sign in (("minimum", ">="), ("maximum", "<=")) if end in constraints]
    parts += [f"CHECK ({name} IN (0, 1))"] if field["type"] == "boolean" else []
    parts += [f"CHECK (date(julianday({name})) IS {name})"] if field["type"] == "date" else []
    return " ".join(parts)


def as_sql(formula: str) -> str | None:
    """A row rule as an SQL expression of the same meaning, or None for one that has none here.

    `None` is NULL, and equality is `IS`, which like Python's `==` holds or does not hold, even between empty cells.
    """
    try:
        return _expression(ast.parse(formula, mode="eval").body)
    except (SyntaxError, KeyError):
        return None


_OPERATORS: dict[type[ast.AST], str] = {
    ast.Eq: "IS", ast.NotEq: "IS NOT", ast.Is: "IS", ast.IsNot: "IS NOT", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "IN", ast.NotIn: "NOT IN", ast.And: "AND", ast.Or: "OR", ast.Add: "+", ast.Sub: "-",
}  # fmt: skip


def _expression(node: ast.AST) -> str:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return f"({_expression(left)} {_OPERATORS[type(operator)]} {_expression(right)})"
        case ast.BoolOp(op=operator, values=values):
            return "(" + f" {_OPERATORS[type(operator)]} ".join(map(_expression, values)) + ")"
        case ast.BinOp(left=left, op=operator, right=right):
            return f"({_expression(left)} {_OPERATORS[type(operator)]} {_expression(right)})"
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return f"CASE WHEN {_expression(test)} THEN {_expression(body)} ELSE {_expression(orelse)} END"
        case ast.Tuple(elts=items):
            return "(" + ", ".join(map(_expression, items)) + ")"
        case ast.Name(id=name):
            return _name(name)
        case ast.Constant(value=value):
            return _literal(value)
    raise KeyError(type(node).__name__)


def views() -> dict[str, tuple[set[str], str]]:
    """Each view by name: the tables it needs, and its SELECT. They stand in `views.sql`."""
    found = {}
    for block in files(__package__).joinpath("views.sql").read_text("utf-8").split("\n-- view ")[1:]:
        head, statement = block.split("\n", 1)
        name, needs = head.split(" of ")
        found[name.strip()] = (set(needs.replace(",", " ").split()), statement.strip().rstrip(";"))
    return found


def _describe(connection: sqlite3.Connection, table: Table) -> None:
    resource = table.resource
    sources = "; ".join(one["title"] for one in resource.get("sources", [])) or "Computed from the other tables"
    about = (table.name, resource["title"], resource["description"], len(table), licence_names(resource), sources)
    _insert(connection, "about_tables", len(about), [about])
    _insert(
        connection,
        "about_fields",
        7,
        (
            (table.name, position, field["name"], field["type"], field.get("unit"), field["title"], field["description"])
            for position, field in enumerate(table.fields, start=1)
        ),
    )
    meanings = ((table.name, field["name"], *one) for field in table.fields for one in categories_of(field).items())
    _insert(connection, "about_categories", 4, meanings)


def _insert(connection: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows in a statement, since each statement makes the lists of allowed values anew. Every SQLite takes 999 cells."""
    row, left = f"({', '.join('?' * width)})", iter(rows)
    while some := list(islice(left, max(1, 999 // width))):
        values = ", ".join([row] * len(some))
        connection.execute(f"INSERT INTO {_name(table)} VALUES {values}", list(chain.from_iterable(some)))  # noqa: S608 - the name is quoted


def _stored(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row)


def _names(keys: str | list[str]) -> str:
    return ", ".join(map(_name, [keys] if isinstance(keys, str) else keys))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "NULL" if value is None else str(int(value)) if isinstance(value, bool) else str(value)

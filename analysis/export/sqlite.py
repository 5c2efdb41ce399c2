"""SQLite: strict tables with keys and checks, a view for each common question, and the descriptions as tables."""

from __future__ import annotations

import ast
import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..package import Package, PackageError, Row, sql_literal, sql_name
from .tables import Table, categories_of, licence_names, made_from, tables_of

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
        connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _ABOUT)
        connection.execute("BEGIN")
        tables = tables_of(package)
        for table in tables:
            connection.execute(create_table(table))
            _insert(connection, table.name, [tuple(map(_stored, row)) for row in table.rows])
            _describe(connection, table)
        about = {key: package.descriptor[key] for key in ("name", "title", "description", "version", "created")}
        _insert(connection, "about_package", [*about.items(), ("licence", licence_names(package.descriptor))])
        for view, (needs, statement) in views().items():
            if needs <= {table.name for table in tables}:
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
    lines += [f"PRIMARY KEY ({_names(table.key)})"] if table.key else []
    lines += [f"UNIQUE ({_names(key)})" for key in table.schema.get("uniqueKeys", [])]
    for key in table.schema.get("foreignKeys", []):
        to = key["reference"]
        target = sql_name(to.get("resource") or table.name)
        lines.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {target} ({_names(to['fields'])})")
    lines += [f"CHECK ({sql})" for rule in table.schema.get("rowRules", []) if (sql := as_sql(rule["formula"]))]
    body = ",\n  ".join(lines)
    return f"CREATE TABLE {sql_name(table.name)} (\n  {body}\n){_STRICT}"


def _column(field: Row) -> str:
    name, constraints = sql_name(field["name"]), field.get("constraints", {})
    parts = [name, TYPES[field["type"]]]
    parts += ["NOT NULL"] if constraints.get("required") else []
    parts += ["UNIQUE"] if constraints.get("unique") else []
    if values := constraints.get("enum"):
        parts.append(f"CHECK ({name} IN ({', '.join(map(sql_literal, values))}))")
    for end, sign in (("minimum", ">="), ("maximum", "<=")):  # of a date they are text, as its cells are
        parts += [f"CHECK ({name} {sign} {sql_literal(constraints[end])})"] if end in constraints else []
    parts += [f"CHECK ({name} IN (0, 1))"] if field["type"] == "boolean" else []
    parts += [f"CHECK (date(julianday({name})) IS {name})"] if field["type"] == "date" else []
    return " ".join(parts)


def as_sql(formula: str) -> str | None:
    """A row rule as an SQL expression of the same meaning, or None for one that has none here.

    `None` is NULL, and equality is `IS`, which like Python's `==` holds or does not hold, even between empty cells.
    """
    try:
        return _expression(ast.parse(formula, mode="eval").body)
    except (SyntaxError, ValueError, KeyError, RecursionError, MemoryError, PackageError):
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
            return sql_name(name)
        case ast.Constant(value=value):
            return sql_literal(value)
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
    one, name = table.resource, table.name
    _insert(connection, "about_tables", [(name, one["title"], one["description"], len(table), licence_names(one), made_from(one))])
    parts = enumerate(table.fields, start=1)
    said = [(name, place, f["name"], f["type"], f.get("unit"), f["title"], f["description"]) for place, f in parts]
    _insert(connection, "about_fields", said)
    _insert(connection, "about_categories", [(name, f["name"], *pair) for f in table.fields for pair in categories_of(f).items()])


def _insert(connection: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {sql_name(table)} VALUES ({places})", rows)  # noqa: S608 - the name is quoted


def _stored(cell: Any) -> Any:
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _names(keys: str | list[str]) -> str:
    return ", ".join(map(sql_name, [keys] if isinstance(keys, str) else keys))

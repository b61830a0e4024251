"""The published specification and its schemas are what the program does.

`python -m tests.exchange.test_formats` writes the schemas anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from ideabox.app.resources import resources
from ideabox.domain.events import BODIES as KINDS
from ideabox.domain.events import MAX_CLOCK, MAX_DEPTH, MAX_EVENTS, MAX_LINE, Envelope, Unusable, decode
from ideabox.domain.idea import STATUSES
from ideabox.domain.ids import person_id
from ideabox.domain.problems import Refusal
from ideabox.exchange import package, tables
from ideabox.exchange.signatures import Signature
from ideabox.store import queries
from ideabox.store.queries import Filter
from ideabox.usecases import adopting, anonymising, batching, ideas, importing, reviewing, rights, sending
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests import exchange
from tests.conftest import OpenSession
from tests.exchange import BODIES, Json, archive, event, lines_in, put, read, rows_in, uuid

FORMATS = resources() / "formats"
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
TIME = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$"
IDS = {
    "Manifest": ("package",), "Sender": ("store",), "Envelope": ("id", "idea"), "By": ("person",),
    "Batched": ("batch",), "Joined": ("into",),
}  # fmt: skip
"""What must be an id, which the types alone do not say."""


# The schemas


def schemas() -> dict[str, Json]:
    """The schemas by file name, made from the types that packages are read with."""
    made = {
        "manifest-1.schema.json": _manifest_schema(),
        "event-1.schema.json": _event_schema(),
        "signature-1.schema.json": _signature_schema(),
    }
    for schema in made.values():
        for name, fields in IDS.items():
            for field in fields if name in schema["$defs"] else ():
                schema["$defs"][name]["properties"][field] = {"type": "string", "pattern": UUID}
        if "Anonymised" in schema["$defs"]:
            schema["$defs"]["Anonymised"]["properties"]["events"]["items"] = {"type": "string", "pattern": UUID}
    return made


def _manifest_schema() -> Json:
    (root,), definitions = msgspec.json.schema_components([package.Manifest], ref_template="#/$defs/{name}")
    fields = definitions["Manifest"]["properties"]
    fields["version"]["pattern"] = f"^{package.MAJOR}\\.[0-9]{{1,4}}$"
    fields["sha256"] |= {"propertyNames": {"enum": list(package._HASHED)}, "required": [package.EVENTS]}
    return _schema("Ideabox package, format 1: manifest.json", root, definitions)


def _signature_schema() -> Json:
    (root,), definitions = msgspec.json.schema_components([Signature], ref_template="#/$defs/{name}")
    return _schema("Ideabox package, format 1: manifest.json.sig", root, definitions)


def _event_schema() -> Json:
    types = [Envelope, *KINDS.values()]
    (root, *bodies), definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    envelope = definitions["Envelope"]
    envelope["description"] = "What every event has, whatever its kind."
    envelope["properties"]["clock"] |= {"minimum": 1, "maximum": MAX_CLOCK}
    envelope["properties"]["at"]["pattern"] = TIME
    envelope["properties"]["body"] = {"type": "object"}
    of_kinds = [
        {"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"body": body}}}
        for kind, body in zip(KINDS, bodies, strict=True)
    ]
    return _schema("Ideabox package, format 1: a line of events.jsonl", root | {"allOf": of_kinds}, definitions)


def _schema(title: str, root: Json, definitions: Json) -> Json:
    schema = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": schema, "title": title, **root, "$defs": definitions}


def as_file(schema: Json) -> bytes:
    return json.dumps(schema, indent=2, ensure_ascii=False).encode() + b"\n"


def published(name: str) -> Draft202012Validator:
    schema = json.loads((FORMATS / name).read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def manifests() -> Draft202012Validator:
    return published("manifest-1.schema.json")


@pytest.fixture(scope="module")
def events() -> Draft202012Validator:
    return published("event-1.schema.json")


@pytest.mark.parametrize("name", ["manifest-1.schema.json", "event-1.schema.json", "signature-1.schema.json"])
def test_the_published_schemas_are_those_of_the_program(name: str) -> None:
    assert (FORMATS / name).read_bytes() == as_file(schemas()[name]), "python -m tests.exchange.test_formats"


def test_whatever_is_written_is_as_the_schemas_say(
    open_session: OpenSession,
    wording: Wording,
    tmp_path: Path,
    manifests: Draft202012Validator,
    events: Draft202012Validator,
) -> None:
    adviser, lead = open_session("ann"), open_session("lead", role="lead")
    first = next(iter(ideas.submit(adviser, "Title", "p", "q", ["EDS-COM"], ["it"]).new))
    second = next(iter(ideas.submit(adviser, "Again", "p", "q").new))
    nameless = next(iter(ideas.submit(adviser, "Nobody", "p", "q", anonymous=True).new))
    ideas.revise(adviser, first, title="New", barriers=[])
    ideas.comment(adviser, nameless, "Still nobody")
    ideas.join(adviser, second, first)
    ideas.separate(adviser, second)
    ideas.withdraw(adviser, second)
    paths = [parcel.path for parcel in sending.send(adviser, tmp_path / "sent", wording)]
    for path in paths:
        importing.import_file(lead, path, {})
    ideas.support(lead, first)
    reviewing.review(lead, first, "put-forward", "Because")
    paths += [parcel.path for parcel in batching.batch(lead, "B", tmp_path / "batch", wording).parcels]
    ideas.unsupport(lead, first)
    reviewing.progress(lead, first, "live", "Now")
    adopting.adopt(open_session("yorick", office="York", folder="lead"), first, "On Mondays")
    ideas.erase(lead, nameless)
    anonymising.anonymise(lead, rights.find(lead, adviser.me.person))
    paths += [parcel.path for parcel in sending.send(lead, tmp_path / "back", wording, per_office=True)]
    kinds = set()
    for path in paths:
        found = read(path)
        manifests.validate(found.manifest)
        for each in found.events:
            events.validate(each)
            kinds.add(each["kind"])
    assert kinds == KINDS.keys() - {"sized"}, "which nothing writes yet"
    assert len(paths) == 5


# The schemas and the program agree


def usable(made: Json) -> bool:
    try:
        decode(json.dumps(made, ensure_ascii=False).encode())
    except Unusable:
        return False
    return True


def resolved(schema: Json, part: Json) -> Json:
    """A part of a schema, where it points to another, as that other."""
    while "$ref" in part:
        part = schema["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return part


def edges(schema: Json, part: Json) -> Iterator[tuple[Any, bool]]:
    """Values at the edges of what a schema takes, and whether it takes them."""
    part = resolved(schema, part)
    yield (None, False)
    if part.get("type") != "boolean":
        yield (True, False)
    if "enum" in part:
        yield from ((value, True) for value in part["enum"])
        yield from (("", False), ("other", False), (1, False))
    elif part.get("pattern") == UUID:
        yield from ((uuid(1), True), ("", False), (uuid(1)[1:], False), (uuid(1).replace("0", "A"), False))
    elif part["type"] == "string":
        yield from (("😀" * part["maxLength"], True), ("x" * (part["maxLength"] + 1), False), (1, False))
        yield ("", part.get("minLength", 0) == 0)
    elif part["type"] == "integer":
        low, high = part["minimum"], part["maximum"]
        yield from ((low, True), (high, True), (low - 1, False), (high + 1, False), (0.5, False), ("1", False))
    elif part["type"] == "boolean":
        yield from ((True, True), (False, True), (1, False), ("true", False))
    elif part["type"] == "array":
        item = next(value for value, takes in edges(schema, part["items"]) if takes)
        yield from (
            ([], part.get("minItems", 0) == 0),
            ([item] * part["maxItems"], True),
            ([item] * (part["maxItems"] + 1), False),
            ({}, False),
        )
        yield from (([value], takes) for value, takes in edges(schema, part["items"]))
    else:
        yield from _edges_of_object(schema, part)


def _edges_of_object(schema: Json, part: Json) -> Iterator[tuple[Any, bool]]:
    whole = {
        name: next(value for value, takes in edges(schema, member) if takes)
        for name, member in part["properties"].items()
    }
    yield from ((whole, True), (whole | {"later": [None]}, True), ([], False), ("x", False))
    for name, member in part["properties"].items():
        yield ({key: value for key, value in whole.items() if key != name}, name not in part["required"])
        yield from ((whole | {name: value}, takes) for value, takes in edges(schema, member))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_and_the_program_take_the_same_bodies(kind: str, events: Draft202012Validator) -> None:
    body = _body_schema(events.schema, kind)
    assert KINDS[kind].__struct_fields__ == tuple(body["properties"])
    for case, takes in [(BODIES[kind], True), *edges(events.schema, body)]:
        made = event(kind, body=case)
        assert (usable(made), events.is_valid(made)) == (takes, takes), case


def _body_schema(schema: Json, kind: str) -> Json:
    (found,) = [each for each in schema["allOf"] if each["if"]["properties"]["kind"]["const"] == kind]
    return resolved(schema, found["then"]["properties"]["body"])


@pytest.mark.parametrize(
    ("changes", "takes"),
    [
        ({}, True),
        ({"later": {"a": 1}}, True),
        ({"kind": "cuddled", "body": {"how": 1}}, True),
        ({"kind": "cuddled", "body": []}, False),
        ({"kind": "k" * 40, "body": {}}, True),
        ({"kind": "k" * 41, "body": {}}, False),
        ({"kind": "Cuddled", "body": {}}, False),
        ({"kind": "", "body": {}}, False),
        ({"clock": 1}, True),
        ({"clock": MAX_CLOCK}, True),
        ({"clock": 0}, False),
        ({"clock": MAX_CLOCK + 1}, False),
        ({"clock": True}, False),
        ({"clock": 1.5}, False),
        ({"at": "2026-11-23T23:59:59.999Z"}, True),
        ({"at": "2026-11-23T24:00:00.000Z"}, False),
        ({"at": "2026-11-23T09:30:00Z"}, False),
        ({"at": "2026-11-23 09:30:00.000Z"}, False),
        ({"at": "2026-13-23T09:30:00.000Z"}, False),
        ({"id": uuid(1).replace("-", "")}, False),
        ({"idea": "ABCDEF00-0000-7000-8000-000000000000"}, False),
        ({"by": {"person": uuid(1), "later": 1}}, True),
        ({"by": {"person": uuid(1), "name": "x" * 200}}, True),
        ({"by": {"person": uuid(1), "office": "x" * 201}}, False),
        ({"by": {"person": uuid(1), "role": None}}, False),
        ({"by": {"person": "ann"}}, False),
        ({"by": {}}, False),
        *(({name: ...}, False) for name in ("id", "idea", "clock", "at", "by", "kind", "body")),
    ],
)
def test_the_schema_and_the_program_take_the_same_envelopes(
    changes: Json, takes: bool, events: Draft202012Validator
) -> None:
    made = {name: value for name, value in (event() | changes).items() if value is not ...}
    assert (usable(made), events.is_valid(made)) == (takes, takes)


@pytest.mark.parametrize(
    ("changes", "takes"),
    [
        ({}, True),
        ({"later": 1}, True),
        ({"from": ...}, True),
        ({"from": None}, True),
        ({"from": {"store": uuid(1)}}, True),
        ({"from": {"store": "here"}}, False),
        ({"from": {"office": "Leeds"}}, False),
        ({"to": "x" * 200, "name": "x" * 200}, True),
        ({"to": "x" * 201}, False),
        ({"kind": "gossip"}, False),
        ({"package": "one"}, False),
        ({"version": "1.9999"}, True),
        ({"version": "2.0"}, False),
        ({"version": "0.1"}, False),
        ({"format": "another"}, False),
        ({"counts": {"ideas": 10**9 + 1, "events": 0}}, False),
        ({"sha256": {"events.jsonl": "A" * 64}}, False),
        ({"sha256": {"ideas.csv": "0" * 64}}, False),
        ({"sha256": {"events.jsonl": hashlib.sha256(b"").hexdigest(), "more": "0" * 64}}, False),
        *(({name: ...}, False) for name in package.Manifest.__struct_fields__[:8]),
    ],
)
def test_the_schema_and_the_program_take_the_same_manifests(
    session: Session, tmp_path: Path, changes: Json, takes: bool, manifests: Draft202012Validator
) -> None:
    members = {"events.jsonl": b""}
    said = exchange.manifest(members, **{"counts": {"ideas": 0, "events": 0}, **changes})
    path = put(tmp_path, archive({**members, "manifest.json": said}))
    taken = True
    try:
        importing.import_file(session, path, {})
    except Refusal:
        taken = False
    assert (taken, manifests.is_valid(json.loads(said))) == (takes, takes)


# The specification


@pytest.fixture(scope="module")
def text() -> str:
    return (FORMATS / "package-1.md").read_text("utf-8")


def rows_of(text: str, *begin: str) -> list[str]:
    """The rows of the specification's tables whose first cells are these."""
    start = "| " + " | ".join(begin) + " |"
    return [row for row in text.splitlines() if row.startswith(start)]


def section(text: str, number: str) -> str:
    """One section of the specification."""
    (found,) = re.findall(rf"^#+ {re.escape(number)}\.? .*?(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_specification_describes_every_member_of_every_body(kind: str, text: str) -> None:
    schema = schemas()["event-1.schema.json"]
    _described(section(text, "3.3"), f"`{kind}`", schema, _body_schema(schema, kind))


@pytest.mark.parametrize(
    ("name", "number", "definition", "first"),
    [
        ("manifest-1.schema.json", "2", "Manifest", "manifest"),
        ("manifest-1.schema.json", "2", "Sender", "`from`"),
        ("manifest-1.schema.json", "2", "Counts", "`counts`"),
        ("signature-1.schema.json", "10", "Signature", "signature"),
        ("event-1.schema.json", "3.2", "Envelope", "event"),
        ("event-1.schema.json", "3.2", "By", "`by`"),
        ("event-1.schema.json", "3.3", "SkillTag", "skills area"),
        ("event-1.schema.json", "3.3", "Span", "span"),
        ("event-1.schema.json", "3.3", "Share", "share"),
        ("event-1.schema.json", "3.3", "Cost", "cost"),
        ("event-1.schema.json", "3.3", "Price", "price"),
        ("event-1.schema.json", "3.3", "Rate", "rate"),
        ("event-1.schema.json", "3.3", "Correction", "correction"),
        ("event-1.schema.json", "3.3", "Test", "test"),
    ],
)
def test_the_specification_describes_every_field_of_everything_else(
    name: str, number: str, definition: str, first: str, text: str
) -> None:
    schema = schemas()[name]
    _described(section(text, number), first, schema, schema["$defs"][definition])


def _described(text: str, first: str, schema: Json, definition: Json) -> None:
    """The tables have a row for each member, with whether it must be there, its bounds and its values."""
    assert len(rows_of(text, first)) == max(len(definition["properties"]), 1)
    assert definition["properties"] or rows_of(text, first, "none")
    for name, member in definition["properties"].items():
        (row,) = rows_of(text, first, f"`{name}`")
        assert row.split(" | ")[2] == ("yes" if name in definition["required"] else "no"), row
        part = resolved(schema, member)
        items = resolved(schema, part.get("items", {}))
        for bound in (part.get("maxLength"), part.get("maximum"), part.get("maxItems"), items.get("maxLength")):
            assert bound is None or re.search(rf"(?<![\d,]){bound:,}(?!,?\d)", row), (bound, row)
        for value in part.get("enum", ()):
            assert f"`{value}`" in row, (value, row)


def test_the_specification_states_the_limits_of_the_program(text: str) -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([\d,]+) bytes", section(text, "11"), re.MULTILINE)
    assert {what: int(number.replace(",", "")) for what, number in rows} == {
        "The archive": package.MAX_FILE,
        "Its directory": package.MAX_DIRECTORY,
        "`events.jsonl`, unpacked": package.MAX_MEMBER,
        "`ideas.csv`, unpacked": package.MAX_MEMBER,
        "Every other member, unpacked": package.MAX_SMALL_MEMBER,
        "All members together, unpacked": package.MAX_EASY,
        "A line of `events.jsonl`, without its end": MAX_LINE,
    }
    assert f"{package.MAX_RATIO} times the size of the archive" in text
    assert f"{MAX_DEPTH} deep" in text
    assert f"1 to {MAX_CLOCK:,}" in text
    assert f"shorter than {package.MIN_LINE} bytes" in text
    assert f"takes {package.MAX_SMALL_MEMBER // package.MIN_LINE:,} lines" in text
    assert f"| Events of one idea in one package | {MAX_EVENTS:,} |" in text


def test_the_specification_names_every_member_column_and_status(text: str) -> None:
    for name in package._MEMBERS:
        assert rows_of(text, f"`{name}`"), name
    for number, column in enumerate(tables.COLUMNS, 1):
        assert rows_of(text, str(number), f"`{column.name}`"), column.name
    for status in STATUSES:
        assert rows_of(text, f"`{status}`"), status


def test_the_specification_says_how_a_person_gets_an_id(text: str) -> None:
    example = r"the department `(.+?)` and the login `(.+?)` make\s+`([0-9a-f-]{36})`"
    ((department, login, person),) = re.findall(example, text)
    assert person == person_id(department, login) == person_id(department.upper(), f" {login.upper()} ")


def test_the_example_in_the_specification_is_a_package(
    session: Session, tmp_path: Path, text: str, manifests: Draft202012Validator, events: Draft202012Validator
) -> None:
    said, *_ = re.findall(r"```json\n(.+?)```", text, re.DOTALL)
    lines = re.findall(r"```jsonl\n(.+?)```", text, re.DOTALL)[0].encode()
    manifests.validate(json.loads(said))
    for each in lines.splitlines():
        events.validate(json.loads(each))
    path = put(tmp_path, archive({"events.jsonl": lines, "manifest.json": said.encode()}))
    importing.import_file(session, path, {})
    assert lines_in(session) == sorted(lines.splitlines())
    assert rows_in(session, "status") == [("put-forward",)]


# What earlier versions wrote


GOLDEN = sorted((FORMATS / "golden").glob("*.ideabox.zip"))


@pytest.mark.parametrize("path", GOLDEN, ids=[path.name.removesuffix(".ideabox.zip") for path in GOLDEN])
def test_a_package_of_every_version_is_taken_and_comes_to_what_it_came_to_then(
    session: Session, path: Path, manifests: Draft202012Validator, events: Draft202012Validator
) -> None:
    found = read(path)
    manifests.validate(found.manifest)
    for each in found.events:
        events.validate(each)
    importing.import_file(session, path, {})
    assert lines_in(session) == sorted(found.lines)
    expected = json.loads(path.with_name(path.name.replace(".ideabox.zip", ".expected.json")).read_bytes())
    with session.store.read() as connection:
        rows = {row.id: json.loads(msgspec.json.encode(row)) for row in queries.pages(connection, Filter())}
    assert {of: {name: rows[of][name] for name in row} for of, row in expected.items()} == expected
    assert rows.keys() == expected.keys()


if __name__ == "__main__":
    for file_name, made in schemas().items():
        (FORMATS / file_name).write_bytes(as_file(made))

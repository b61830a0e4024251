"""What a person does, done while something fails; and what must be so afterwards, whatever failed.

One installation goes through all of it, so that what one fault left behind would be met by the next.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ideabox.app.workplace import Workplace
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.problems import Refusal, is_damage
from ideabox.exchange.package import ENDING, Package
from ideabox.store.drafts import Drafts
from ideabox.store.queries import Filter
from ideabox.usecases import (
    anonymising,
    batching,
    ideas,
    importing,
    reading,
    reviewing,
    rights,
    safekeeping,
    sending,
    syncing,
    upkeep,
)
from tests.faults.failing import CALM, Fault, Run, nearly_full
from tests.faults.killing import Ended
from tests.faults.victim import KEEP_DRAFT

ROWS = 40
SCHEMAS = Path(__file__).parents[1] / "store" / "schemas"
SECRET = "Quangocratic"
"""A word of an idea that is erased: it must not be left in any file."""
LEAVER = "Quillfeather"
"""The name of somebody who has left; nor must it."""


class Wrong(AssertionError):  # noqa: N818 - a finding, not an error of the suite
    """Something is not as it must be. `what` is a column of the table."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(f"{what}: {message}")
        self.what = what


LOST, UNSOUND, UNTOLD, HALF = "lost", "unsound", "untold", "by halves"


class Installation:
    """The installation that everything is done to, and what it has acknowledged."""

    def __init__(self, place: Path, run: Run) -> None:
        self.place, self._run = place, run
        self.home, self.out, self.team = place / "home", place / "out", place / "team"
        for folder in (self.home, self.out, self.team):
            folder.mkdir()
        self.kept: set[str] = set()
        self.last_run = 0
        self.did_more = False
        """What was just refused, or killed, has happened all the same: allowed, since nothing is lost by it."""
        self.ended = Ended(0, "", "", ())
        """How the last command ended, and how many calls it made of each kind."""
        self.calls: dict[str, int] = {}
        self.names = map(str, itertools.count())
        self.sheet = place.parent / "sheet.csv"
        with self.sheet.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file).writerow
            write(["title", "problem", "proposal", "office"])
            for number in range(ROWS):
                write([f"Sheet {number}", "Forms are lost", "Scan them", "Sheet"])
        with self.at_work(place.parent / "bob", "bob") as bob:
            importing.import_file(bob.session, self.sheet, {})
            (parcel,) = sending.send(bob.session, place.parent, bob.wording)
            self.parcel = parcel.path
        with self.at_work() as ann:
            ann.change_profile(office="Here")
        self.add()

    @contextlib.contextmanager
    def at_work(self, home: Path | None = None, user: str = "ann") -> Iterator[Workplace]:
        """The person at an installation, in this process, in which nothing fails."""
        workplace = Workplace(home or self.home, user=user)
        try:
            yield workplace
        finally:
            workplace.close()

    def run(self, arguments: Sequence[str], fault: Fault, home: Path | None = None) -> tuple[Ended, dict[str, int]]:
        """Run a command on it; refuses what no command may ever say."""
        home_options = [] if arguments[0] == KEEP_DRAFT else ["--home", str(home or self.home)]
        full = contextlib.nullcontext() if fault.room is None else nearly_full(self.place, fault.room)
        with full:
            ended, calls = self._run([*home_options, *arguments], fault)
        self.ended, self.calls = ended, calls
        if ended.status not in (0, 1) and not (ended.status == -9 and fault.kills):
            raise Wrong(UNTOLD, f"it ended with {ended.status}: {ended.err[-500:]}")
        if "Traceback" in ended.err or "a fault of its own" in ended.err:
            raise Wrong(UNTOLD, ended.err[-2000:])
        if ended.status == 1 and not ended.err.strip().endswith((".", ")")):
            raise Wrong(UNTOLD, f"no sentence: {ended.err!r}")
        return ended, calls

    def add(self, title: str = "Added", problem: str = "P") -> str:
        """Log an idea in peace."""
        with self.at_work() as ann:
            (idea,) = ideas.submit(ann.session, f"{title} {next(self.names)}", problem, "S").new
        self.kept.add(idea)
        return idea

    def there(self, home: Path | None = None, office: str = "") -> set[str]:
        """The ids of the ideas that are listed."""
        with self.at_work(home) as ann, reading.listing(ann.session, Filter(office=office)) as found:
            return {row.id for row in found.rows}

    def examine(self, home: Path | None = None) -> None:
        """The file is sound by SQLite's own word, every idea is what its events come to, and none is lost."""
        with self.at_work(home) as ann:
            health = upkeep.check(ann.session)
        if not health.is_sound:
            raise Wrong(UNSOUND, f"{health.faults} {health.differences}")
        with closing(sqlite3.connect((home or self.home) / "ideabox.db")) as other_program:
            (said,) = other_program.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            raise Wrong(UNSOUND, said)
        if home is None and (missing := self.kept - self.there()):
            raise Wrong(LOST, f"{len(missing)} ideas")

    def no_parts(self, fault: Fault) -> None:
        """A command that was not killed leaves no half-written file, where it was able to take it away."""
        parts = [path.name for path in self.place.rglob("*.part")]
        if parts and not fault.kills and fault.kind != "unlink":
            raise Wrong(HALF, f"left behind: {parts}")
        for path in self.place.rglob("*.part"):
            path.unlink()


Operation = Callable[[Installation, Fault], dict[str, int]]
"""Does something with this fault, and raises `Wrong`; returns the calls that it made of each kind."""


def add(at: Installation, fault: Fault) -> dict[str, int]:
    """An idea that was acknowledged is there, and one that was refused is not, unless the process was killed."""
    before = at.there()
    ended, calls = at.run(("add", "--title", "Tried", "--problem", "P", "--proposal", "S"), fault)
    said = {ended.out.strip()} if ended.out.endswith("\n") else set()
    came = at.there() - before
    if said - came:
        raise Wrong(LOST, "an idea whose id was printed")
    at.did_more = bool(came - said)
    at.kept |= came
    return calls


def import_sheet(at: Installation, fault: Fault) -> dict[str, int]:
    return _import(at, fault, at.sheet)


def import_package(at: Installation, fault: Fault) -> dict[str, int]:
    return _import(at, fault, at.parcel)


def _import(at: Installation, fault: Fault, path: Path) -> dict[str, int]:
    """All of the file is there or none of it; then it is undone in peace."""
    ended, calls = at.run(("import", str(path)), fault)
    there = len(at.there(office="Sheet"))
    if there not in ((ROWS,) if ended.status == 0 else (0, ROWS)):
        raise Wrong(LOST if ended.status == 0 else HALF, f"{there} of {ROWS} rows")
    at.did_more = bool(there and ended.status)
    if there:
        with at.at_work() as ann:
            importing.undo_import(ann.session, importing.all_runs(ann.session)[0].id)
    return calls


def undo_import(at: Installation, fault: Fault) -> dict[str, int]:
    """All that the import brought is gone, or none of it."""
    with at.at_work() as ann:
        importing.import_file(ann.session, at.sheet, {})
        run = importing.all_runs(ann.session)[0].id
    ended, calls = at.run(("undo-import", str(run)), fault)
    there = len(at.there(office="Sheet"))
    if there not in ((0,) if ended.status == 0 else (0, ROWS)):
        raise Wrong(HALF, f"{there} of {ROWS} rows")
    at.did_more = bool(ended.status and not there)
    if there:
        with at.at_work() as ann:
            importing.undo_import(ann.session, run)
    return calls


def erase(at: Installation, fault: Fault) -> dict[str, int]:
    """An idea that is erased has left no word in any file, once the program has been started again."""
    idea = at.add("Erase", SECRET)
    ended, calls = at.run(("erase", idea), fault)
    at.kept.discard(idea)
    if ended.status != 0:
        with at.at_work() as ann:
            at.did_more = reading.show(ann.session, idea).row.status == "erased"
            if not at.did_more:
                ideas.erase(ann.session, idea)
    for path in at.home.rglob("*"):
        if path.is_file() and SECRET.lower().encode() in path.read_bytes().lower():
            raise Wrong(LOST, f"a word of an erased idea is still in {path.name}")
    return calls


def anonymise(at: Installation, fault: Fault) -> dict[str, int]:
    """A name that was taken off is in no file, once the program has been started again; the idea is there."""
    with at.at_work() as ann:
        ann.session.me = Profile(person_id("Department", LEAVER), LEAVER, "Here")
        (idea,) = ideas.submit(ann.session, f"Left behind {next(at.names)}", "P", "S").new
    at.kept.add(idea)
    ended, calls = at.run(("person", "anonymise", LEAVER, "--apply"), fault)
    if ended.status != 0:
        with at.at_work() as ann:
            at.did_more = reading.show(ann.session, idea).row.author_name != LEAVER
            if not at.did_more:
                anonymising.anonymise(ann.session, rights.find(ann.session, LEAVER))
    for path in at.home.rglob("*"):
        if path.is_file() and LEAVER.encode() in path.read_bytes():
            raise Wrong(LOST, f"a name that was taken off is still in {path.name}")
    return calls


def rebuild(at: Installation, fault: Fault) -> dict[str, int]:
    return at.run(("rebuild",), fault)[1]


def keep_draft(at: Installation, fault: Fault) -> dict[str, int]:
    """A draft that was kept is there."""
    path, title = at.home / "ideabox-drafts.db", f"Draft {next(at.names)}"
    ended, calls = at.run((KEEP_DRAFT, str(path), title), fault)
    drafts = Drafts(path)
    try:
        there = {draft.title for draft in drafts.all()}
        if ended.out.endswith("\n") and title not in there:
            raise Wrong(LOST, "a draft that was kept")
        at.did_more = ended.status != 0 and title in there
        for draft in drafts.all():
            drafts.discard(draft.id)
    finally:
        drafts.close()
    return calls


def send(at: Installation, fault: Fault) -> dict[str, int]:
    """Whatever fails, the idea is in a whole file once sending went through; nothing else is in the folder."""
    idea = at.add()
    ended, calls = at.run(("send", "--to", str(at.out)), fault)
    if ended.status == 0 and idea not in packed(at.out):
        raise Wrong(LOST, "an idea that was sent")
    with at.at_work() as ann:
        sending.send(ann.session, at.out, ann.wording)
    if idea not in packed(at.out):
        raise Wrong(LOST, "an idea that counts as sent is in no file")
    at.no_parts(fault)
    _empty(at.out)
    return calls


def batch(at: Installation, fault: Fault) -> dict[str, int]:
    """A batch that was interrupted is written by asking for it once more."""
    idea, name = at.add(), f"Batch {next(at.names)}"
    with at.at_work() as ann:
        reviewing.review(ann.session, idea, "put-forward", "Because")
    ended, calls = at.run(("batch", "--name", name, "--to", str(at.out), "--formats", "package,csv"), fault)
    if ended.status == 0 and idea not in packed(at.out):
        raise Wrong(LOST, "an idea that was batched")
    with at.at_work() as ann:
        made = any(each.batch.name == name for each in batching.all_made(ann.session))
        at.did_more = ended.status != 0 and made
        batching.batch(ann.session, name, at.out, ann.wording, again=made)
    if idea not in packed(at.out):
        raise Wrong(LOST, "an idea that counts as batched is in no file")
    at.no_parts(fault)
    _empty(at.out)
    return calls


def export(ending: str) -> Operation:
    """An export in place of an older file (a package in place of none): what was there before, or the new one whole."""

    def exported(at: Installation, fault: Fault) -> dict[str, int]:
        path, before = at.out / f"ideas{ending}", None
        if ending != ENDING:
            before = b"what was there before"
            path.write_bytes(before)
        ended, calls = at.run(("export", str(path)), fault)
        now = path.read_bytes() if path.exists() else None
        if now == before:
            if ended.status == 0:
                raise Wrong(LOST, "an export that was written")
        elif now is None or not _is_whole(path, len(at.there())):
            raise Wrong(HALF, "an export in place of another file")
        else:
            at.did_more = ended.status != 0
        at.no_parts(fault)
        _empty(at.out)
        return calls

    return exported


def sync(at: Installation, fault: Fault) -> dict[str, int]:
    """Whatever fails, another PC has the idea once both have exchanged in peace."""
    at.add()
    _ended, calls = at.run(("sync", str(at.team)), fault)
    with at.at_work() as ann:
        syncing.sync(ann.session, at.team, ann.wording, chosen=True)
    at.no_parts(fault)
    other = at.place.parent / "colleague"
    with at.at_work(other, "carol") as carol:
        syncing.sync(carol.session, at.team, carol.wording, chosen=True)
    if missing := at.kept - at.there(other):
        raise Wrong(LOST, f"{len(missing)} ideas have not come to a colleague")
    return calls


def migrate(at: Installation, fault: Fault) -> dict[str, int]:
    """A database of the first schema is brought up to date or left as it was, and opens in peace afterwards."""
    home = at.place / "older"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    with closing(sqlite3.connect(home / "ideabox.db")) as database:
        database.executescript((SCHEMAS / "0001.sql").read_text(encoding="utf-8"))
        database.execute("ATTACH ? AS newer", (str(at.home / "ideabox.db"),))
        for table in ("event", "idea"):
            columns = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")
        database.execute("INSERT INTO idea_fts (idea_fts) VALUES ('rebuild')")
        database.commit()
    _ended, calls = at.run(("list", "--json"), fault, home)
    if missing := at.kept - at.there(home):
        raise Wrong(LOST, f"{len(missing)} ideas of an older database")
    at.examine(home)
    return calls


def back_up(at: Installation, fault: Fault) -> dict[str, int]:
    """Every backup that has a backup's name is whole, and the one that was acknowledged has everything."""
    ended, calls = at.run(("backup",), fault)
    for each in safekeeping.backups(at.home / "ideabox.db"):
        try:
            held = safekeeping.content(each.path)
        except Refusal as refusal:
            raise Wrong(HALF, f"a backup that is not whole: {refusal}") from None
        if str(each.path) in ended.out and held.ideas < len(at.kept):
            raise Wrong(LOST, "ideas that a backup should have")
    at.no_parts(fault)
    return calls


def put_back(at: Installation, fault: Fault) -> dict[str, int]:
    """A backup is in the place of the database, or it is as it was; or recovering brings everything back."""
    target = at.place / "kept.db"
    with at.at_work() as ann:
        safekeeping.back_up_to(ann.session, target)
    later = at.add("Later")
    ended, calls = at.run(("restore", str(target), "--replace"), fault)
    _recover_if_gone(at, ended.status)
    if later not in at.there():
        at.did_more = ended.status != 0
        at.kept.discard(later)
    elif ended.status == 0:
        raise Wrong(HALF, "a backup that was put back")
    _forget_asides(at)
    return calls


def bring_back(at: Installation, fault: Fault) -> dict[str, int]:
    """An idea that only the backup has is there once it was brought back, and nothing else has gone."""
    with at.at_work(at.place / "older", "carol") as carol:
        (idea,) = ideas.submit(carol.session, f"Kept {next(at.names)}", "P", "S").new
        safekeeping.back_up_to(carol.session, at.place / "kept.db")
    ended, calls = at.run(("restore", str(at.place / "kept.db")), fault)
    is_there = idea in at.there()
    if ended.status == 0 and not is_there:
        raise Wrong(LOST, "an idea that was brought back")
    at.did_more = ended.status != 0 and is_there
    return calls


def recover(at: Installation, fault: Fault) -> dict[str, int]:
    """A damaged database comes back whole, or is still there as it was; in peace it then comes back."""
    database = at.home / "ideabox.db"
    with at.at_work() as ann:
        safekeeping.back_up(ann.session, None)
    damaged = bytes(4096) + database.read_bytes()[4096:]
    database.write_bytes(damaged)
    ended, calls = at.run(("recover",), fault)
    if not any(path.read_bytes() == damaged for path in at.home.glob("ideabox*.db")):
        raise Wrong(LOST, "the damaged file as it was")
    _recover_if_gone(at, ended.status)
    _forget_asides(at)
    return calls


def _recover_if_gone(at: Installation, status: int) -> None:
    with at.at_work() as ann:
        try:
            ann.session.store.identity()
            return
        except Refusal as refusal:
            if status == 0 or not is_damage(refusal):
                raise Wrong(UNSOUND, str(refusal)) from None
        safekeeping.recover(ann)


def _forget_asides(at: Installation) -> None:
    for path in [*at.home.glob("ideabox.damaged-*"), *at.home.glob("ideabox.before-*")]:
        path.unlink()


OPERATIONS: dict[str, Operation] = {
    "add": add,
    "keep a draft": keep_draft,
    "import a spreadsheet": import_sheet,
    "import a package": import_package,
    "undo an import": undo_import,
    "erase": erase,
    "make anonymous": anonymise,
    "rebuild": rebuild,
    "send": send,
    "batch": batch,
    "export CSV": export(".csv"),
    "export ODS": export(".ods"),
    "export package": export(ENDING),
    "sync": sync,
    "upgrade": migrate,
    "back up": back_up,
    "put a backup back": put_back,
    "bring back": bring_back,
    "recover": recover,
}


def attempt(at: Installation, name: str, fault: Fault = CALM) -> dict[str, int]:
    """Do one thing with a fault, and look at everything afterwards."""
    at.did_more = False
    calls = OPERATIONS[name](at, fault)
    at.examine()
    return calls


def packed(folder: Path) -> set[str]:
    """The ids of the ideas in the packages of a folder, all of which must be whole."""
    found: set[str] = set()
    for path in folder.glob(f"*{ENDING}"):
        with Package(path) as package:
            found |= {line.decode().split('"idea":"')[1][:36] for _number, line in package.lines()}
    return found


def _is_whole(path: Path, count: int) -> bool:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _row in csv.reader(file)) == count + 1
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            return False
    return path.suffix != ".zip" or len(packed(path.parent)) == count


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()

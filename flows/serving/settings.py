"""What `dateline serve` was asked for, and the environment that makes server and worker of it."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import UserMistake
from warehouse.sources.discover import may_be_there

CODE_FOLDER = Path(__file__).resolve().parent.parent.parent
"""The folder that holds our packages: the checkout, or where the wheel was installed."""

SAMPLE_ARTICLES = CODE_FOLDER / "seeds" / "articles"
"""What prefect.yaml has the ingest read; a wheel has none."""

DEFAULT_PORT = 4200
POOL = "dateline"
QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
EVERYWHERE = {"0.0.0.0", "::", ""}


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """One server with its worker, or either alone.

    Attributes:
        home: where the deployments' runs publish.
        host: address that the server listens on.
        port: its port.
        sources: what the frequent ingest reads, in place of what prefect.yaml says.
        prefect_home: Prefect's own folder: its store where no database is given, logs, lock.
        database: SQLAlchemy URL of Prefect's store; SQLite in `prefect_home` where there is none.
        public_url: how browsers reach the server where a proxy stands before it.
        api: another server's API; then none is started here.
        auth: `user:password` that server and clients share.
        with_worker: whether runs are carried out here.
        notify: where alerts are sent (a webhook); what stands in the block already where there is none.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    sources: tuple[str, ...] = ()
    prefect_home: Path | None = None
    database: str | None = None
    public_url: str | None = None
    api: str | None = None
    auth: str | None = None
    with_worker: bool = True
    notify: str | None = None

    @property
    def folder(self) -> Path:
        """Prefect's folder, as an absolute path."""
        return (self.prefect_home or self.home / "prefect").expanduser().absolute()

    @property
    def url(self) -> str:
        """The server as programs on this machine reach it: `http://127.0.0.1:4200`."""
        if self.api:
            return self.api.rstrip("/").removesuffix("/api")
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def store(self) -> str:
        """Prefect's store for people: no password is shown."""
        if not self.database:
            return f"SQLite, {self.folder / 'prefect.db'}"
        parts = urlsplit(self.database)
        place = parts.hostname or "this machine"
        return f"PostgreSQL, {place}{f':{parts.port}' if parts.port else ''}{parts.path}"


def database_url(given: str | None) -> str | None:
    """The URL as Prefect wants it: `postgresql://…` names the driver that it uses, asyncpg.

    Raises:
        UserMistake: the URL is of another kind of database.
    """
    if not given:
        return None
    scheme, _, rest = given.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+asyncpg"):
        return f"postgresql+asyncpg://{rest}"
    if scheme.startswith("sqlite"):
        return given
    raise UserMistake(
        f"--database: {scheme or given!r} is no database that Prefect can use; "
        "give postgresql://user:password@host/name, or leave it out for SQLite"
    )


def environment(settings: ServeSettings, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of every Prefect process. Settings of Prefect that the user made and we do not are kept."""
    made = {name: value for name, value in inherited.items() if name not in ("PREFECT_PROFILE", "PREFECT_API_KEY")}
    made |= QUIET | {
        "PREFECT_HOME": str(settings.folder),
        "PREFECT_API_URL": f"{settings.url}/api",
        "PREFECT_SERVER_API_HOST": settings.host,
        "PREFECT_SERVER_API_PORT": str(settings.port),
        # a path alone: the browser asks the machine that it has the page from, whatever its name is
        "PREFECT_UI_API_URL": f"{settings.public_url.rstrip('/')}/api" if settings.public_url else "/api",
        "DATELINE_HOME": str(settings.home.expanduser().absolute()),
        "PYTHONUNBUFFERED": "1",
    }
    made.setdefault("PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED", "events,flow_runs")
    if settings.database:
        made["PREFECT_API_DATABASE_CONNECTION_URL"] = settings.database
    if settings.auth:
        made |= {"PREFECT_SERVER_API_AUTH_STRING": settings.auth, "PREFECT_API_AUTH_STRING": settings.auth}
    return made


def refuse_what_cannot_work(settings: ServeSettings) -> None:
    """Tell before anything is started what would end it later in another program's words.

    Raises:
        UserMistake: the port is taken, or the database does not answer.
    """
    if settings.api is None:
        _refuse_port(settings)
        _refuse_database(settings.database)


def refuse_missing_sources(settings: ServeSettings) -> None:
    """Tell of a folder that no run would find. Patterns and URLs may have nothing yet.

    Raises:
        UserMistake: a source is not there, or none is given where there are no sample articles.
    """
    if settings.with_worker and not settings.sources and not SAMPLE_ARTICLES.is_dir():
        raise UserMistake("nothing to read: give the folder of your articles with --source FOLDER")
    for source in settings.sources if settings.with_worker else ():
        if not may_be_there(source):
            raise UserMistake(f"--source {source}: no such file or folder; mount or make it first")


def refuse_home(home: Path) -> None:
    """Make a home where its folder is there; a folder that is missing is mistyped, or a disk that is not mounted.

    Raises:
        UserMistake: it can't be there.
    """
    home = home.expanduser().absolute()
    if not home.parent.is_dir():
        raise UserMistake(f"{home}: there is no folder {home.parent} to hold the home; mount or make it first")
    if home.exists() and not home.is_dir():
        raise UserMistake(f"{home} is a file; a home is a folder")
    try:
        home.mkdir(exist_ok=True)
    except OSError as error:
        raise UserMistake(f"{home} can't be used as a home: {error.strerror}; give another --home") from error
    if not os.access(home, os.W_OK):
        raise UserMistake(f"{home} can't be written to; change its owner or mode, or give another --home")


def _refuse_port(settings: ServeSettings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except socket.gaierror as error:
            raise UserMistake(f"--host {settings.host}: no such address on this machine") from error
        except PermissionError as error:
            raise UserMistake(f"port {settings.port} needs the rights of root; give --port 1024 or above") from error
        except OSError as error:
            if error.errno == 99:  # EADDRNOTAVAIL
                raise UserMistake(f"--host {settings.host}: no such address on this machine") from error
            raise UserMistake(
                f"port {settings.port} of {settings.host} is taken by another program; give another --port, or "
                f"--api {settings.url}/api where it is a Prefect server that you want to use"
            ) from error


def _refuse_database(database: str | None) -> None:
    parts = urlsplit(database or "")
    if not parts.scheme.startswith("postgresql") or not parts.hostname:
        return
    try:
        port = parts.port or 5432
    except ValueError as error:
        raise UserMistake("--database is no address; write / : and @ in the password as %2F %3A and %40") from error
    try:
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except OSError as error:
        raise UserMistake(
            f"PostgreSQL does not answer at {parts.hostname}:{port} ({error.strerror or error})"
        ) from error

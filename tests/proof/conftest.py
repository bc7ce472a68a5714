"""What the proofs share: the real site built once, served by nginx as it will be, and a browser.

Where a tool is not installed, the tests that need it skip with one line; in CI that is a failure.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from socomsite.engine.output import write
from tests.conftest import build_site

ROOT = Path(__file__).parents[2]
MODULES = Path(__file__).parent / "node_modules"

_NGINX = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{servers}}}
"""

# What a plain Apache has loaded, and the right for `.htaccess` that it asks for.
_APACHE = """\
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog /dev/stderr
{user}
{modules}
TypesConfig /etc/mime.types
DocumentRoot {site}
DirectoryIndex index.html
<Directory {site}>
  Require all granted
  AllowOverride FileInfo
</Directory>
"""
_APACHE_MODULES = "mpm_event authz_core dir mime alias headers filter deflate"


def tool(name: str, *, module: str = "") -> str:
    """The path of a program, or of a file in the proofs' own node_modules; else the test skips."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    if not module:
        return found
    if not (MODULES / module).exists():
        pytest.skip(f"{module} is not in tests/proof/node_modules: run make test")
    return str(MODULES / module)


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Wait until a server answers; fail with what it said if it ended."""
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(process.stderr.read() if process.stderr else "the server ended")
        with socket.socket() as opened:
            if opened.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server does not answer")


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=20)


@dataclass(frozen=True)
class Served:
    """The real site behind nginx: its folder, its address and the one in a subfolder."""

    folder: Path
    address: str
    under: str

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages from the site's root, but for redirects and search parts."""
        files = sorted(file.relative_to(self.folder) for file in self.folder.rglob("*.html"))
        return [
            str(file).removesuffix("index.html")
            for file in files
            if file.parts[0] != "pagefind"
            and b'http-equiv="refresh"' not in (self.folder / file).read_bytes()
        ]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "proof" / "sivusto"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = build_site(ROOT, jobs=os.cpu_count() or 1)
            assert made.is_sound, made.problems
            assert write(made.artifacts, folder) == ()
            under = folder.parent / "palvelin"
            under.mkdir()
            (under / "osa").symlink_to(folder)
    return folder


@contextmanager
def nginx_over(own: Path, snippet: Path, *roots: Path) -> Iterator[list[str]]:
    """An address for each folder behind nginx with the snippet that the build made."""
    nginx = tool("nginx")
    ports = [free_port() for _ in roots]
    servers = "".join(
        f"  server {{ listen 127.0.0.1:{port}; root {root}; include {snippet}; }}\n"
        for port, root in zip(ports, roots, strict=True)
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (own / "nginx.conf").write_text(_NGINX.format(user=user, folder=own, servers=servers))
    command = [nginx, "-e", "stderr", "-p", str(own), "-c", str(own / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(ports[0], process)
    try:
        yield [f"http://127.0.0.1:{port}/" for port in ports]
    finally:
        stop(process)


@pytest.fixture(scope="session")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site behind nginx, also in a subfolder."""
    own, under = tmp_path_factory.mktemp("nginx"), built.parent / "palvelin"
    with nginx_over(own, built / ".nginx.conf", built, under) as (root, other):
        yield Served(built, root, f"{other}osa/")


@contextmanager
def apache_over(own: Path, root: Path) -> Iterator[str]:
    """The address of a folder behind Apache with the file that the build made."""
    program = tool("apache2")
    port = free_port()
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
        for name in _APACHE_MODULES.split()
    )
    # Apache never serves as root, and only root may read below pytest's own folders.
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    with tempfile.TemporaryDirectory() as readable:
        site = Path(readable) / "sivusto"
        Path(readable).chmod(0o755)
        shutil.copytree(root, site)
        settings = _APACHE.format(port=port, folder=own, site=site, user=user, modules=modules)
        (own / "apache.conf").write_text(settings)
        command = [program, "-X", "-f", str(own / "apache.conf")]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_for(port, process)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop(process)


@pytest.fixture(scope="session")
def apache(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site behind Apache."""
    with apache_over(tmp_path_factory.mktemp("apache"), built) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile with a desktop window."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()

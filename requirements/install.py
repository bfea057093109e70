"""Makes the environment in `.venv` and installs what `requirements/` locks, and nothing else.

    python3 requirements/install.py run     what the bot needs
    python3 requirements/install.py dev     that and what tests and checks need
    python3 requirements/install.py lock    uv, apart, in .cache/lock

Where nothing changed it does nothing, without a look at the network. An installation that was
interrupted is made again. Only the standard library is used, and only syntax that Python 3.6 reads,
so that an old Python gets a sentence and not a SyntaxError.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

NEEDED = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCKS = {"run": ["run.txt"], "dev": ["run.txt", "dev.txt"], "lock": ["lock.txt"]}
PLACES = {"run": ".venv", "dev": ".venv", "lock": os.path.join(".cache", "lock")}
STAMP = ".installed.json"  # written last: what is in this environment, whole
UNFINISHED = ".unfinished"  # there while something is being installed
NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|ConnectionReset"
    r"|Connection aborted|Failed to establish a new connection|Temporary failure in name resolution"
    r"|Network is unreachable|timed out|SSLError"
)


class Problem(Exception):
    """What is wrong and what to do about it, in words for the person at the terminal."""


def too_old(version, executable):
    # type: (Sequence[int], str) -> Optional[str]
    """What to say about a Python of this version; None where it will do."""
    if tuple(version[:2]) >= NEEDED:
        return None
    return (
        "eightdays needs Python {}.{} or later, and {} is Python {}.{}.\n"
        "Install a newer one (Debian 12, Ubuntu 24.04 and later: apt install python3 python3-venv),\n"
        "or name one that is somewhere else: make demo PYTHON=/path/to/python3".format(
            NEEDED[0], NEEDED[1], executable, version[0], version[1]
        )
    )


def nothing_to_install_with():
    # type: () -> str
    """What to say where this Python can neither make an environment nor run pip."""
    return (
        "{0} has no working `venv` and no pip 22.3 or later, so nothing can be installed with it.\n"
        "  Debian, Ubuntu:  apt install python{1}.{2}-venv\n"
        "  Fedora:          dnf install python3-pip\n"
        "  Alpine:          apk add py3-pip\n"
        "Then run the same command again.".format(
            sys.executable, sys.version_info[0], sys.version_info[1]
        )
    )


# What is wanted, and what is there


def read(path):
    # type: (str) -> str
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def project_tables():
    # type: () -> str
    """What of pyproject.toml decides how the project itself is installed."""
    import tomllib

    document = tomllib.loads(read("pyproject.toml"))
    tables = [document["project"], document["build-system"], document["tool"]["setuptools"]]
    return json.dumps(tables, sort_keys=True)


def key_of(group):
    # type: (str) -> str
    """Changes whenever an environment of this group has to change."""
    parts = [sys.implementation.cache_tag or "", ROOT]
    parts += [read(os.path.join("requirements", name)) for name in LOCKS[group]]
    if group != "lock":
        parts.append(project_tables())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def locked_names(group):
    # type: (str) -> List[str]
    """The names of the packages that the group's requirements pin."""
    text = read(os.path.join("requirements", LOCKS[group][-1]))
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, re.MULTILINE)


def stamp_of(environment):
    # type: (str) -> Dict[str, Any]
    """What was installed there last; empty where nothing was, or not to the end."""
    if os.path.exists(os.path.join(environment, UNFINISHED)):
        return {}
    try:
        with open(os.path.join(environment, STAMP), encoding="utf-8") as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def python_of(environment):
    # type: (str) -> str
    windows = os.path.join(environment, "Scripts", "python.exe")
    return windows if os.name == "nt" else os.path.join(environment, "bin", "python")


def is_current(environment, group):
    # type: (str, str) -> bool
    """Whether the environment holds all that the group asks for."""
    keys = stamp_of(environment).get("keys", {})
    return keys.get(group) == key_of(group) and os.path.exists(python_of(environment))


def is_usable(environment):
    # type: (str) -> bool
    """Whether there is an environment that can be added to: whole, of this Python, not moved."""
    if os.path.exists(os.path.join(environment, UNFINISHED)):
        return False
    stamp = stamp_of(environment)
    if stamp and stamp.get("root") != ROOT:
        return False
    show = "import sys; print(sys.implementation.cache_tag, sys.prefix != sys.base_prefix)"
    try:
        shown = subprocess.check_output([python_of(environment), "-c", show], text=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return shown.split() == [sys.implementation.cache_tag, "True"]


# Doing


def run(command):
    # type: (List[str]) -> Tuple[int, str]
    """Runs a command, without what would divert an installation; its status and all it said."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    }
    environ.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def last_words(output):
    # type: (str) -> str
    """The end of what a command said, each line once and not endless, of its retries the last."""
    lines = []  # type: List[str]
    for line in output.splitlines():
        line = line.strip()[:400]
        if "Retrying" in line and lines and "Retrying" in lines[-1]:
            lines.pop()
        if line and line not in lines:
            lines.append(line)
    return "\n".join("  " + line for line in lines[-6:])


def own_pip():
    # type: () -> Optional[List[str]]
    """The pip of this Python, where it has one that can install into another environment."""
    status, output = run([sys.executable, "-m", "pip", "--version"])
    found = re.match(r"pip (\d+)\.(\d+)", output)
    if status or not found or (int(found.group(1)), int(found.group(2))) < (22, 3):
        return None
    return [sys.executable, "-m", "pip"]


def pip_for(environment):
    # type: (str) -> List[str]
    """The command that is pip for that environment: its own, or this Python's from outside."""
    python = python_of(environment)
    if run([python, "-m", "pip", "--version"])[0] == 0:
        return [python, "-m", "pip"]
    outside = own_pip()
    if outside is None:
        raise Problem(nothing_to_install_with())
    return outside + ["--python", python]


def make_environment(environment):
    # type: (str) -> None
    """Makes the environment anew, with a pip or, where Python brings none, without."""
    shutil.rmtree(environment, ignore_errors=True)
    os.makedirs(environment)
    mark_unfinished(environment)
    if importlib.util.find_spec("venv") is None:
        raise Problem(nothing_to_install_with())
    output = ""
    if importlib.util.find_spec("ensurepip") is not None:
        status, output = run([sys.executable, "-m", "venv", environment])
        if status == 0:
            return
    if own_pip() is None:
        said = "\nWhat `venv` said:\n" + last_words(output) if output else ""
        raise Problem(nothing_to_install_with() + said)
    status, output = run([sys.executable, "-m", "venv", "--without-pip", environment])
    if status:
        raise Problem("`venv` could not make {}:\n{}".format(environment, last_words(output)))


def pip_install(pip, arguments, environment):
    # type: (List[str], List[str], str) -> None
    status, output = run(pip + ["install", "--quiet", "--no-input", "--no-deps"] + arguments)
    if status == 0:
        return
    if NO_NETWORK.search(output):
        message = "Packages could not be fetched: is there a network? pip's last words were:"
    else:
        message = "pip could not install the packages. Its last words were:"
    raise Problem(
        "{}\n{}\nRun the same command again to go on.".format(message, last_words(output))
    )


def mark_unfinished(environment):
    # type: (str) -> None
    with open(os.path.join(environment, UNFINISHED), "w", encoding="utf-8") as file:
        file.write("An installation began here and has not ended.\n")


def write_stamp(environment, group, names):
    # type: (str, str, List[str]) -> None
    """Says that all is there, in one step and last."""
    groups = ["run", "dev"] if group == "dev" else [group]  # dev holds all of run
    stamp = {"keys": {name: key_of(name) for name in groups}, "root": ROOT, "names": names}
    path = os.path.join(environment, STAMP)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(stamp, file)
    os.replace(path + ".new", path)
    os.remove(os.path.join(environment, UNFINISHED))


def install(environment, group):
    # type: (str, str) -> None
    """Brings the environment to what the group's requirements say."""
    before = stamp_of(environment)
    anew = not is_usable(environment)
    began = time.monotonic()
    names = locked_names(group)
    place = os.path.relpath(environment, ROOT)
    lock = os.path.join("requirements", LOCKS[group][-1])
    say("{} {} from {} ...".format("Making" if anew else "Updating", place, lock))
    if anew:
        before = {}
        make_environment(environment)
    mark_unfinished(environment)
    pip = pip_for(environment)
    try:
        pip_install(pip, ["--require-hashes", "--only-binary=:all:", "-r", lock], environment)
    except Problem:
        if not anew:  # pip fetches everything before it changes anything: the old one still works
            os.remove(os.path.join(environment, UNFINISHED))
        raise
    gone = sorted(set(before.get("names", ())) - set(names))
    if gone:
        run(pip + ["uninstall", "--yes", "--quiet"] + gone)
    if group != "lock":
        pip_install(pip, ["--no-build-isolation", "--editable", "."], environment)
    write_stamp(environment, group, names)
    say("Installed in {:.0f} s.".format(time.monotonic() - began))


@contextlib.contextmanager
def alone():
    # type: () -> Iterator[None]
    """One installation at a time in this folder; a second one waits for the first."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    with open(os.path.abspath(__file__), "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another installation is at work in this folder; waiting for it ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def leave(environment):
    # type: (str) -> None
    """Starts again with the Python below, where this one runs in the environment to be remade."""
    base = getattr(sys, "_base_executable", None)
    inside = os.path.realpath(sys.prefix) == os.path.realpath(environment)
    if inside and base and os.path.abspath(base) != os.path.abspath(sys.executable):
        os.execv(base, [base] + sys.argv)


def say(text):
    # type: (str) -> None
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main(arguments):
    # type: (List[str]) -> int
    wrong = too_old(tuple(sys.version_info[:2]), sys.executable)
    if wrong:
        say(wrong)
        return 1
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        say("usage: install.py run|dev|lock")
        return 2
    group = arguments[0]
    environment = os.path.join(ROOT, PLACES[group])
    if is_current(environment, group):
        return 0
    leave(environment)
    try:
        with alone():
            if group == "run" and "dev" in stamp_of(environment).get("keys", {}):
                group = "dev"  # a developer's environment stays one
            if not is_current(environment, group):
                install(environment, group)
    except Problem as problem:
        say(str(problem))
        return 1
    except OSError as error:
        say("Nothing could be installed: {}".format(error))
        return 1
    except KeyboardInterrupt:
        say("Interrupted; the same command goes on from here.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Make a virtual environment with the library, all its extras and the pinned tools.

    python3 scripts/make_environment.py .venv

Standard library only, and old syntax, so that an old Python gets a sentence and no traceback.
"""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main(folder):
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ...")
    python = os.path.join(folder, "bin", "python")
    if not works(python):
        shutil.rmtree(folder, ignore_errors=True)
        make(folder)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    requirements = os.path.join(ROOT, "requirements-dev.txt")
    subprocess.check_call([*pip, "-r", requirements])
    subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def works(python):
    try:
        version = "import sys; sys.exit(sys.version_info < (3, 11))"
        return subprocess.call([python, "-c", version]) == 0
    except OSError:
        return False


def make(folder):
    command = [sys.executable, "-m", "venv", folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    # Debian ships venv in a package of its own
    package = "python%d.%d-venv" % sys.version_info[:2]
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        sys.exit("Python's venv is missing; on Debian: sudo apt-get install " + package)
    print("Installing " + package, flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        apt = ["apt-get", "-qq", *words]
        done = subprocess.run(apt, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.exit(done.stdout.decode(errors="replace") + "apt-get " + words[0] + " failed")
    subprocess.check_call(command)


if __name__ == "__main__":
    main(sys.argv[1])

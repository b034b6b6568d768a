"""How long Attune takes to start.

    python3 benchmarks/startup.py [RUNS]

Measures, in turn so that a busy machine is busy for all of them alike: `java -version`, which no program in Java can beat; `attune --version`; and `attune
run` of examples/quickstart up to the first picture of its live table on a terminal, and up to its first line on a pipe.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import record  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
STUDY = os.path.join(ROOT, "examples", "quickstart", "study.yaml")


def timed(command):
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def first_picture():
    with tempfile.TemporaryDirectory() as results:
        env = {"ATTUNE_RESULTS": results}
        _, pieces = record([ATTUNE, "run", STUDY], until=lambda text: "quickstart" in text, env=env)
    text = ""
    for seconds, piece in pieces:
        text += piece
        if "quickstart" in text:
            return seconds
    raise SystemExit("no picture was drawn:\n" + text)


def first_line():
    with tempfile.TemporaryDirectory() as results:
        env = {**os.environ, "ATTUNE_RESULTS": results}
        start = time.monotonic()
        process = subprocess.Popen([ATTUNE, "run", STUDY], stdout=subprocess.PIPE, env=env)
        process.stdout.readline()
        seconds = time.monotonic() - start
        process.terminate()
        process.communicate()
    return seconds


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    measures = {
        "java -version": lambda: timed([java, "-version"]),
        "attune --version": lambda: timed([ATTUNE, "--version"]),
        "attune run, first picture": first_picture,
        "attune run, first line": first_line,
    }
    taken = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            taken[name].append(1000 * measure())
    print(f"{f'milliseconds of {runs} runs':<28}{'median':>8}{'fastest':>9}{'slowest':>9}{'middle half':>14}")
    for name, values in taken.items():
        low, _, high = statistics.quantiles(values, n=4) if runs > 1 else values * 3
        spread = f"{low:.0f}-{high:.0f}"
        print(f"{name:<28}{statistics.median(values):>8.0f}{min(values):>9.0f}{max(values):>9.0f}{spread:>14}")


if __name__ == "__main__":
    main()

"""How long Attune takes to start.

    python3 benchmarks/startup.py [RUNS]

Measures, in turn so that a busy machine is busy for all of them alike: `java -version`, which no program in Java can beat; `attune --version`; and `attune
run` of examples/quickstart up to the first picture of its live table on a terminal, and up to its first line on a pipe; and from the command line to the first line of a new study's
first trial, which writes down when that was: a shell (`date`), and a Python function that imports nothing, whose environment is there.
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
FIRST = """
study: first
objective: {metric: loss, mode: min}
space: {x: {type: float, low: 0, high: 1}}
trials: 1
trainable: %s
"""
SHELL = """{command: [sh, -c, 'date +%s.%N >"$ATTUNE_RESULTS/at" && echo "attune: {{\\"loss\\": {x}}}"']}"""
FUNCTION = """
import os
import time


def train(config):
    with open(os.path.join(os.environ["ATTUNE_RESULTS"], "at"), "w") as file:
        file.write(str(time.time()))
    return config["x"]
"""


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


def first_trial(trainable):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"first.yaml": FIRST.replace("%s", trainable), "function.py": FUNCTION}.items():
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        env = {"ATTUNE_PYTHON": sys.executable, **os.environ, "ATTUNE_RESULTS": folder}
        start = time.time()
        subprocess.run([ATTUNE, "run", os.path.join(folder, "first.yaml")], env=env, check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "at")) as file:
            return float(file.read()) - start


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    measures = {
        "java -version": lambda: timed([java, "-version"]),
        "attune --version": lambda: timed([ATTUNE, "--version"]),
        "attune run, first picture": first_picture,
        "attune run, first line": first_line,
        "first trial, a shell": lambda: first_trial(SHELL),
        "first trial, Python": lambda: first_trial("{python: function.py:train}"),
    }
    taken = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            taken[name].append(1000 * measure())
    print(f"{f'milliseconds of {runs} runs':<28}{'median':>8}{'fastest':>9}{'slowest':>9}{'middle half':>14}{'to java':>9}")
    limit = statistics.median(taken["java -version"])
    for name, values in taken.items():
        low, _, high = statistics.quantiles(values, n=4) if runs > 1 else values * 3
        spread = f"{low:.0f}-{high:.0f}"
        print(f"{name:<28}{statistics.median(values):>8.0f}{min(values):>9.0f}{max(values):>9.0f}{spread:>14}{statistics.median(values) / limit:>9.1f}")


if __name__ == "__main__":
    main()

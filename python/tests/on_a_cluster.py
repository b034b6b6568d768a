"""Remote functions on a real cluster of processes: a head and two workers. Not found by discovery: needs the built program.

    ATTUNE=cli/target/attune python3 -m unittest discover -s python/tests -p on_a_cluster.py
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path

PYTHON = Path(__file__).absolute().parent.parent
ATTUNE = os.environ.get("ATTUNE", str(PYTHON.parent / "cli" / "target" / "attune"))
PATIENCE = 120

TASKS = """
import os, signal, sys, time
import attune

@attune.remote(cpu=0.5)
def square(x): return x * x

@attune.remote(cpu=0.5)
def echo(value): return value

@attune.remote(cpu=0.5)
def bytes_of(count): return b"x" * count

@attune.remote(cpu=0.5)
def fail(text): raise KeyError(text)

@attune.remote(cpu=0.5, retries=0)
def die(number): os.kill(os.getpid(), number)

@attune.remote(cpu=0.5, retries=2)
def die_once(file):
    with open(file, "a") as log: print(os.getpid(), file=log)
    if len(open(file).read().splitlines()) < 2: os.kill(os.getpid(), 9)
    return "lived"

@attune.remote(cpu=0.5)
def sleep(seconds, file=None):
    if file: open(file, "w").write(f"{os.getpid()} {attune.node()}")
    time.sleep(seconds)
    return attune.node()

@attune.remote(cpu=0.5, timeout=0.5)
def late(): time.sleep(600)

@attune.remote(cpu=0.5)
def where(): return attune.node()

@attune.remote(cpu=2)
def threads(): return os.environ["OMP_NUM_THREADS"]

@attune.remote(cpu=0.5)
def say(text): print(text)
"""

BEGIN = """
import os, signal, sys, time
import attune
from tasks import *

def raised(kind, call, *args):
    try:
        call(*args)
    except kind as error:
        return error
    raise AssertionError("nothing was raised")

"""


def attune(*words, **options):
    return subprocess.run([ATTUNE, *words], capture_output=True, text=True, timeout=PATIENCE, **options)


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.05)


class OnAClusterTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name).resolve()
        cls.cluster = str(cls.folder / "cluster")
        (cls.folder / "tasks.py").write_text(TASKS)
        cls.workers = {}
        started = attune("cluster", "start", "--cluster", cls.cluster)
        assert started.returncode == 0, started.stderr
        for name in ("n1", "n2"):
            cls.start_worker(name)

    @classmethod
    def start_worker(cls, name):
        with open(cls.folder / f"{name}.log", "a") as log:
            cls.workers[name] = subprocess.Popen([ATTUNE, "worker", "--cluster", cls.cluster, "--name", name], stdout=log, stderr=log)
        wait_until(lambda: name in cls.nodes(), f"worker {name} joins: {(cls.folder / (name + '.log')).read_text()}")

    @classmethod
    def nodes(cls):
        answer = attune("nodes", "--cluster", cls.cluster, "--json")
        if answer.returncode:
            return []
        text = answer.stdout.strip()
        rows = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
        return [row["id"] for row in rows]

    @classmethod
    def tearDownClass(cls):
        attune("cluster", "stop", "--cluster", cls.cluster, "--now")
        for worker in cls.workers.values():
            try:
                worker.wait(30)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        cls.temporary.cleanup()

    def start_script(self, body, begin=BEGIN):
        script = self.folder / "script.py"
        script.write_text(begin + 'if __name__ == "__main__":\n    attune.init()\n' + textwrap.indent(textwrap.dedent(body), "    "))
        return subprocess.Popen([sys.executable, script.name], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "PYTHONPATH": str(PYTHON), "ATTUNE_CALLED": ATTUNE, "ATTUNE_CLUSTER": self.cluster})

    def run_script(self, body, begin=BEGIN):
        script = self.start_script(body, begin)
        out, self.err = script.communicate(timeout=PATIENCE)
        self.assertEqual(script.returncode, 0, out + self.err)
        return out

    def test_each_of_a_thousand_results_is_right(self):
        self.run_script("""
            assert attune.get([square.remote(i) for i in range(1000)]) == [i * i for i in range(1000)]
            assert attune.get(square.map(range(1000))) == [i * i for i in range(1000)]
            assert sorted(node["id"] for node in attune.nodes()) == ["n1", "n2"]
        """)

    def test_values_come_as_they_went(self):
        self.run_script("""
            value = {"a": [1, (2.5, None), {"b": b"\\x00\\xff", "ä": {3, 4}}]}
            assert attune.get(echo.remote(value)) == value
            assert attune.get(threads.remote()) == "2"
            try:
                import numpy
            except ImportError:
                sys.exit()
            value = numpy.arange(1_000_000, dtype="float32").reshape(1000, 1000)
            assert (attune.get(echo.remote(value)) == value).all()
        """)

    def test_results_and_arguments_may_be_large(self):
        self.run_script("""
            most = (64 << 20) - 1000
            assert attune.get(bytes_of.remote(most)) == b"x" * most
            value = os.urandom(30 << 20)
            assert attune.get(echo.remote(value)) == value
            assert [len(some) for some in attune.get(bytes_of.map([5 << 20] * 6))] == [5 << 20] * 6
        """)

    def test_exceptions_arrive_as_they_were_thrown(self):
        self.run_script("""
            error = raised(KeyError, attune.get, fail.remote("no"))
            assert error.args == ("no",) and "raise KeyError(text)" in str(error.__cause__)
        """)

    def test_a_process_that_dies_is_told(self):
        self.run_script("""
            lost, others = die.remote(11), square.map(range(200))
            error = raised(attune.TaskLost, attune.get, lost)
            assert "signal SEGV" in str(error), error
            assert "tried once, on n" in str(error) and "(retries: 0)" in str(error), error
            assert attune.get(others) == [i * i for i in range(200)]
        """)

    def test_a_task_whose_process_died_is_started_again_if_it_may(self):
        log = self.folder / "died"
        self.run_script(f"assert attune.get(die_once.remote({str(log)!r})) == 'lived'\n")
        self.assertEqual(len(set(log.read_text().splitlines())), 2)

    @unittest.skipUnless(importlib.util.find_spec("cloudpickle"), "there is no cloudpickle")
    def test_a_lambda_is_sent_with_what_it_uses(self):
        self.run_script("""
            content = os.urandom(50_000)
            size = attune.remote(cpu=0.5)(lambda more: len(content) + more)
            assert attune.get([size.remote(1), *size.map([2, 3])]) == [50_001, 50_002, 50_003]
        """)

    def test_what_no_worker_could_ever_run_is_refused(self):
        self.run_script("""
            error = raised(attune.TaskRefused, attune.get, square.options(gpu=99).remote(1))
            assert "no worker can run the function: it needs gpu: 99" in str(error), error
            assert attune.why() == []
        """)

    def test_calls_that_wait_for_others_of_their_kind_say_so_and_those_that_run_where(self):
        self.run_script("""
            calls = sleep.map([600.0] * 100)
            while sum(call.worker is not None for call in calls) < 2:
                time.sleep(0.05)
            assert not any(call.done() for call in calls)
            (line,) = attune.why()
            running = sum(call.worker is not None for call in calls)
            assert f"{100 - running} functions wait for cpu: 0.5, behind others of their kind in {running} places: " in line, (line, running)
            assert "are taken by session script.py" in line, line
            attune.cancel(calls)
        """)

    def test_a_cancelled_task_ends_with_its_process(self):
        self.run_script("""
            calls = sleep.map([600.0] * 12)
            quick = square.remote(3)
            time.sleep(1)
            attune.cancel(calls)
            for call in calls:
                raised(attune.TaskCancelled, attune.get, call)
            assert attune.get(quick) == 9
            assert attune.get(square.map(range(10))) == [i * i for i in range(10)]
        """)

    def test_a_task_is_given_up_at_its_timeout(self):
        self.run_script("""
            raised(attune.TaskLate, attune.get, late.remote())
            assert attune.get(square.remote(4)) == 16
        """)

    def test_prints_of_tasks_are_shown(self):
        shown = self.folder / "shown"
        script = self.start_script(f"""
            attune.get(say.remote("hello from there"))
            until = time.monotonic() + {PATIENCE}
            while not os.path.exists({str(shown)!r}) and time.monotonic() < until: time.sleep(0.05)
        """)
        err = ""
        for line in script.stderr:
            err += line
            if "hello from there" in line:
                shown.touch()
        script.communicate()
        self.assertRegex(err, r"\(n[12] pid=\d+\) hello from there")

    def test_the_session_of_a_killed_driver_leaves_nothing(self):
        file = self.folder / "sleeper"
        script = self.start_script(f"attune.get(sleep.remote(600, {str(file)!r}))\n")
        wait_until(lambda: file.exists() and file.read_text(), "the task runs")
        process = int(file.read_text().split()[0])
        script.kill()
        script.communicate()
        wait_until(lambda: not os.path.exists(f"/proc/{process}"), "the task's process has ended")
        self.assertEqual(self.run_script("print(attune.get(square.remote(3)))"), "9\n")

    def test_tasks_of_a_killed_worker_run_elsewhere_and_nothing_of_it_is_left(self):
        file = self.folder / "victim"
        script = self.start_script(f"""
            first = sleep.remote(600, {str(file)!r})
            while not os.path.exists({str(file)!r}) or not open({str(file)!r}).read():
                time.sleep(0.05)
            pid, node = open({str(file)!r}).read().split()
            os.kill(next(each["pid"] for each in attune.nodes() if each["id"] == node), signal.SIGKILL)
            attune.cancel(first)
            calls = square.map(range(100))
            assert attune.get(calls, timeout=100) == [i * i for i in range(100)]
            print(pid, node)
        """)
        out, err = script.communicate(timeout=PATIENCE)
        self.assertEqual(script.returncode, 0, out + err)
        process, node = out.split()
        wait_until(lambda: not os.path.exists(f"/proc/{process}"), "the task's process has ended with its worker")
        self.workers[node].wait()
        self.start_worker(node)

    def test_the_programs_of_the_page_run(self):
        page = (PYTHON.parent / "docs" / "remote-python.md").read_text()
        programs = re.findall(r"^```python\n# (\w+\.py)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
        self.assertEqual([name for name, _ in programs], ["squares.py", "careful.py"])
        for (name, text), expected in zip(programs, (r"9 on n[12]\n328350\n\['n1', 'n2'\]\n", "division by zero\nTrue\n")):
            self.assertRegex(self.run_program(name, text), expected)

    def test_the_example_runs(self):
        text = (PYTHON.parent / "examples" / "cluster" / "rounds.py").read_text()
        self.assertRegex(self.run_program("rounds.py", text, "2", "0.1"), r"^round 1: \d.*n1:2 n2:2\nround 2: ")

    def run_program(self, name, text, *words):
        (self.folder / name).write_text(text)
        ended = subprocess.run([sys.executable, name, *words], cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE,
                               env={**os.environ, "PYTHONPATH": str(PYTHON), "ATTUNE_CALLED": ATTUNE, "ATTUNE_CLUSTER": self.cluster})
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def test_a_cluster_that_is_not_there_is_told_with_a_remedy(self):
        code = f"import attune; attune.init({str(self.folder / 'nowhere')!r})"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE,
                               env={**os.environ, "PYTHONPATH": str(PYTHON), "ATTUNE_CALLED": ATTUNE})
        self.assertIn("cluster start", ended.stderr.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()

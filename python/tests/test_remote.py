"""Remote functions against a bridge in Python: what the driver and the process that runs calls do."""

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from pathlib import Path

PYTHON = Path(__file__).absolute().parent.parent
BRIDGE = Path(__file__).absolute().parent / "fake_bridge.py"

TASKS = """
import os, signal, sys, time
import attune

class Odd(Exception):
    def __init__(self, one, two): super().__init__("odd"); self.two = two

class Whole(Exception):
    def __init__(self, code): super().__init__(code); self.code = code

@attune.remote
def square(x): return x * x

@attune.remote(cpu=2, retries=0)
def total(*numbers, start=0): return sum(numbers) + start

@attune.remote
def echo(value): return value

@attune.remote
def fail(kind):
    if kind == "odd": raise Odd(1, 2)
    if kind == "whole": raise Whole(42)
    if kind == "exit": sys.exit(3)
    raise KeyError(kind)

@attune.remote
def unpicklable(): return lambda: 1

@attune.remote
def die(number): os.kill(os.getpid(), number)

@attune.remote
def bytes_of(count): return b"x" * count

@attune.remote
def inner(): return square.remote(2)

@attune.remote
def process(): return os.getpid()
"""

BEGIN = """
import os, re, sys, threading, time
import attune
from tasks import *

def raised(kind, call, *args):
    try:
        call(*args)
    except kind as error:
        return error
    raise AssertionError("nothing was raised")
"""

CELLS = """
import sys, attune
session = attune.init({cluster!r}, program=[sys.executable, {bridge!r}])

class Point:
    def __init__(self, x): self.x = x

class Bad(Exception): pass

factor = 2

@attune.remote
def more(x): return x + 1

@attune.remote(cpu=0.5)
def f(point):
    if point.x < 0: raise Bad(point.x)
    return Point(more(point.x) * factor)

@attune.remote
def fibonacci(n): return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

def caught(call):
    try: return attune.get(call)
    except Bad as error: return f"caught {{error}}"

first = attune.get([f.remote(Point(3)), *f.map([Point(3)])])
factor = 10

print((type(first[0]) is Point, [each.x for each in first], attune.get(f.remote(Point(3))).x, caught(f.remote(Point(-1))),
       attune.get(attune.remote(lambda: factor).remote()) == 10, attune.get(fibonacci.remote(10))))
"""


class RemoteTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name).resolve()
        (self.folder / "tasks.py").write_text(TASKS)

    def run_script(self, body, *options, begin=BEGIN, code=0, init=True):
        """Runs a script whose main part is `body`, and returns what it printed."""
        start = f"attune.init({str(self.folder / 'cluster')!r}, program=[sys.executable, {str(BRIDGE)!r}, *{list(options)!r}])\n"
        main = textwrap.indent((start if init else "") + textwrap.dedent(body), "    ")
        script = self.folder / "script.py"
        script.write_text(begin + 'if __name__ == "__main__":\n' + main)
        ended = subprocess.run([sys.executable, script.name], cwd=self.folder, capture_output=True, text=True, timeout=120,
                               env={**os.environ, "PYTHONPATH": str(PYTHON), "PATH": "/usr/bin:/bin", "HOME": str(self.folder)})
        self.assertEqual(ended.returncode, code, ended.stdout + ended.stderr)
        self.err = ended.stderr
        return ended.stdout

    def test_all_that_the_cluster_has_is_found_in_the_one_module(self):
        script = "import attune, attune_cluster; print([name for name in attune_cluster.__all__ if not hasattr(attune, name)])"
        found = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(PYTHON)},
                               capture_output=True, text=True, check=True)
        self.assertEqual(found.stdout, "[]\n")

    def test_calls_return_their_results(self):
        self.run_script("""
            assert attune.get(square.remote(3)) == 9
            assert attune.get([square.remote(1), total.remote(1, 2, start=3)]) == [1, 6]
            assert square(5) == 25
            reference = square.remote(7)
            assert attune.get(reference) == attune.get(reference) == 49
            assert reference.done() and reference.worker == "n1"
        """)

    def test_each_of_many_results_is_right(self):
        self.run_script("""
            assert attune.get(square.map(range(1000))) == [x * x for x in range(1000)]
            assert attune.get(total.map(range(100), range(100))) == [2 * x for x in range(100)]
        """)

    def test_a_door_behind_which_nobody_is_leads_to_a_bridge_of_its_own(self):
        program = self.folder / "attune"
        program.write_text(f"#!/bin/sh\nexec {sys.executable} {BRIDGE} \"$@\"\n")
        program.chmod(0o755)
        for name, waits in (("gone", False), ("silent", True)):
            cluster = self.folder / name
            cluster.mkdir()
            door = socket.socket(socket.AF_UNIX)
            door.bind(str(cluster / "bridge"))
            if waits:
                door.listen()
                threading.Thread(target=lambda door=door: door.accept()[0].close(), daemon=True).start()
            else:
                door.close()
            self.addCleanup(door.close)
            said = self.run_script(f"""
                os.environ["ATTUNE_CALLED"] = {str(program)!r}
                session = attune.init({str(cluster)!r})
                print(type(session.bridge).__name__, attune.get(square.remote(3)))
            """, init=False)
            self.assertEqual(said, "Popen 9\n")

    def test_nested_data_come_as_they_went(self):
        self.run_script("""
            value = {"a": [1, (2.5, None), {"b": b"\\x00\\xff", "ä": {3, 4}}], 5: [[]] * 3}
            assert attune.get(echo.remote(value)) == value
            assert attune.get(echo.remote(float("inf"))) == float("inf")
        """)

    def test_arrays_come_as_they_went(self):
        try:
            import numpy  # noqa: F401
        except ImportError:
            self.skipTest("there is no numpy")
        self.run_script("""
            import numpy
            value = numpy.arange(1_000_000, dtype="float32").reshape(1000, 1000)
            assert (attune.get(echo.remote(value)) == value).all()
        """)

    def test_large_arguments_and_results_go_in_parts(self):
        self.run_script("""
            assert attune.get(bytes_of.remote(20 << 20)) == b"x" * (20 << 20)
            value = os.urandom(20 << 20)
            assert attune.get(echo.remote(value)) == value
        """)

    def test_what_is_too_large_is_refused_with_a_remedy(self):
        self.run_script("""
            assert "at most 64 MB" in str(raised(ValueError, echo.remote, b"x" * (65 << 20)))
            assert "Maybe write it to a shared folder" in str(raised(ValueError, attune.get, bytes_of.remote(65 << 20)))
        """)

    def test_an_exception_arrives_as_it_was_thrown_with_its_traceback(self):
        self.run_script("""
            error = raised(KeyError, attune.get, fail.remote("plain"))
            assert error.args == ("plain",)
            assert 'tasks.py", line' in str(error.__cause__) and "raise KeyError(kind)" in str(error.__cause__), str(error.__cause__)
            assert "calls.py" not in str(error.__cause__) and "n1: Traceback" in str(error.__cause__)
            assert raised(Whole, attune.get, fail.remote("whole")).code == 42
        """)

    def test_an_exception_that_cannot_be_sent_is_told_by_text(self):
        self.run_script("""
            error = raised(attune.RemoteError, attune.get, fail.remote("odd"))
            assert "tasks.Odd: odd" in str(error) and "raise Odd(1, 2)" in str(error.__cause__)
        """)

    def test_an_exception_of_the_script_is_called_as_the_script_calls_it(self):
        self.run_script("""
            error = raised(attune.RemoteError, attune.get, own.remote())
            assert str(error) == "Own: 1 and 2 (the exception itself cannot be sent)", str(error)
            assert "\\nOwn: 1 and 2" in str(error.__cause__), str(error.__cause__)
        """, begin=BEGIN + """
class Own(Exception):
    def __init__(self, one, two): super().__init__(f"{one} and {two}")

@attune.remote
def own(): raise Own(1, 2)

""")

    def test_sys_exit_ends_no_driver(self):
        self.run_script("""
            assert "sys.exit(3)" in str(raised(attune.RemoteError, attune.get, fail.remote("exit")))
            assert attune.get(square.remote(3)) == 9
        """)

    def test_a_result_that_cannot_be_sent_is_an_error(self):
        self.run_script("""
            assert "result of unpicklable, of the type function" in str(raised(TypeError, attune.get, unpicklable.remote()))
        """)

    def test_an_argument_that_cannot_be_sent_is_named(self):
        self.run_script("""
            assert "argument 1 of echo, of the type lock" in str(raised(TypeError, echo.remote, threading.Lock()))
            assert "attune.get(reference)" in str(raised(TypeError, echo.remote, square.remote(1)))
        """)

    def test_a_process_that_dies_is_told_and_costs_no_other_call(self):
        self.run_script("""
            lost, others = die.remote(11), square.map(range(100))
            assert "SIGSEGV" in str(raised(attune.TaskLost, attune.get, lost))
            assert attune.get(others) == [x * x for x in range(100)]
        """)

    def test_functions_and_classes_of_the_script_work(self):
        self.run_script("""
            assert attune.get(move.remote(Point(1), by=2)).x == 3
            assert type(attune.get(echo.remote(Point(1)))) is Point
            assert attune.get(where.remote()) == ("__attune_main__", sys.argv)
        """, begin=BEGIN + """
class Point:
    def __init__(self, x): self.x = x

@attune.remote
def move(point, by): return Point(point.x + by)

@attune.remote
def where(): return __name__, sys.argv
""")

    def test_a_script_without_its_guard_is_told_so(self):
        script = self.folder / "unguarded.py"
        script.write_text(f"import attune, sys\n@attune.remote\ndef f(): return 1\nattune.init('c', program=[sys.executable, {str(BRIDGE)!r}])\n"
                          "print(attune.get(f.remote()))\n")
        ended = subprocess.run([sys.executable, str(script)], cwd=self.folder, capture_output=True, text=True, timeout=120,
                               env={**os.environ, "PYTHONPATH": str(PYTHON)})
        self.assertEqual(ended.returncode, 1)
        self.assertIn('if __name__ == "__main__":', ended.stderr.splitlines()[-1])

    def test_a_script_of_a_package_keeps_its_relative_imports(self):
        package = self.folder / "package"
        package.mkdir()
        (package / "__init__.py").write_text("")
        (package / "values.py").write_text("VALUE = 5\n")
        (package / "run.py").write_text(
            "import attune, sys\nfrom .values import VALUE\n@attune.remote\ndef f(): return VALUE\n"
            f"if __name__ == '__main__':\n    attune.init('c', program=[sys.executable, {str(BRIDGE)!r}])\n    print(attune.get(f.remote()))\n")
        ended = subprocess.run([sys.executable, "-m", "package.run"], cwd=self.folder, capture_output=True, text=True, timeout=120,
                               env={**os.environ, "PYTHONPATH": str(PYTHON)})
        self.assertEqual((ended.stdout, ended.returncode), ("5\n", 0), ended.stderr)

    def test_functions_that_no_worker_could_find_are_refused_with_a_remedy(self):
        self.run_script("""
            assert "it is a lambda" in str(raised(TypeError, attune.remote, lambda: 1))
            def local(): pass
            error = str(raised(TypeError, outer))
            assert "it is defined within outer" in error and "at the top of a module" in error, error
            assert "is for functions" in str(raised(TypeError, attune.remote, 5))
            async def late(): pass
            assert "coroutine" in str(raised(TypeError, attune.remote, late))
        """, begin="import sys; sys.modules['cloudpickle'] = None\n" + BEGIN + "def outer():\n    def inner(): pass\n    return attune.remote(inner)\n", init=False)

    def test_options_that_make_no_sense_are_refused_with_what_was_meant(self):
        self.run_script("""
            known = " There are: cpu, gpu, memory, resources, labels, retries, timeout, spread."
            def told(kind, **options):
                return str(raised(kind, lambda: attune.remote(**options)))
            assert told(TypeError, cpus=1) == "attune.remote() has no option 'cpus'; did you mean cpu?" + known, told(TypeError, cpus=1)
            assert "did you mean gpu?" in told(TypeError, num_gpus=1)
            assert told(TypeError, colour=1) == "attune.remote() has no option 'colour'." + known
            error = str(raised(TypeError, lambda: square.options(retry=1)))
            assert error.startswith("square.options() has no option 'retry'; did you mean retries?"), error
            error = str(raised(TypeError, lambda: attune.init(cluter="c")))
            assert error.startswith("attune.init() has no option 'cluter'; did you mean cluster?"), error
            assert "cpu must be a number from 0 on, but got -1." in told(ValueError, cpu=-1)
            assert "cpu must be a number from 0 on, but got nan." in told(ValueError, cpu=float("nan"))
            assert "gpu must be a whole number, or a fraction" in told(ValueError, gpu=1.5)
            assert "memory must be bytes" in told(ValueError, memory="much")
            assert "write cpu=2 instead" in told(ValueError, resources={"cpu": 2})
            assert "resources must be a dict" in told(ValueError, resources=["licence"])
            assert "labels must be a dict" in told(ValueError, labels="a")
            assert "retries must be a whole number" in told(ValueError, retries=0.5)
            assert "timeout must be more than 0 seconds" in told(ValueError, timeout=0)
            assert "but got '5'" in told(ValueError, timeout="5")
            attune.remote(timeout=1e300, cpu=0.5, memory="2GB", labels={"zone": 1})(square)
        """, init=False)

    def test_the_worker_is_known_while_a_call_runs(self):
        self.run_script("""
            call = await_file.remote("go on")
            assert call.worker is None or call.worker == "n1"
            while call.worker is None:
                time.sleep(0.01)
            assert not call.done() and "running on n1" in repr(call)
            open("go on", "w").close()
            attune.get(call)
            assert call.worker == "n1" and repr(call).endswith("value>")
        """, begin=BEGIN + "@attune.remote\ndef await_file(name):\n    while not os.path.exists(name): time.sleep(0.01)\n")

    def test_a_function_of_a_prompt_is_refused_with_a_remedy_where_it_cannot_be_sent(self):
        code = ("import sys; sys.modules['cloudpickle'] = None\nimport attune\ndef f(): pass\n"
                "try: attune.remote(f)\nexcept TypeError as error: print(error)")
        ended = self.run_prompt(code, "-c", code)
        self.assertIn("from tasks import f", ended)
        self.assertIn("pip install cloudpickle", ended)

    def run_prompt(self, text, *command):
        """What a Python without a script prints."""
        ended = subprocess.run([sys.executable, *command], cwd=self.folder, input=text, capture_output=True, text=True, timeout=120,
                               env={**os.environ, "PYTHONPATH": str(PYTHON), "HOME": str(self.folder)})
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        return ended.stdout

    @unittest.skipUnless(importlib.util.find_spec("cloudpickle"), "there is no cloudpickle")
    def test_functions_of_a_prompt_are_sent_with_what_they_use(self):
        self.assertIn("(True, [8, 8], 40, 'caught -1', True, 55)", self.run_prompt("\n\n".join(self.cells()) + "\n\n", "-i"))

    @unittest.skipUnless(importlib.util.find_spec("cloudpickle") and importlib.util.find_spec("IPython"), "there is no IPython")
    def test_functions_of_a_notebook_are_sent_with_what_they_use(self):
        run = ("import sys\nfrom IPython.core.interactiveshell import InteractiveShell\nshell = InteractiveShell.instance()\n"
               "for cell in sys.stdin.read().split('\\n\\n'): shell.run_cell(cell).raise_error()")
        self.assertIn("(True, [8, 8], 40, 'caught -1', True, 55)", self.run_prompt("\n\n".join(self.cells()), "-c", run))

    def cells(self):
        return [cell.strip() for cell in CELLS.format(cluster=str(self.folder / "cluster"), bridge=str(BRIDGE)).split("\n\n")]

    @unittest.skipUnless(importlib.util.find_spec("cloudpickle"), "there is no cloudpickle")
    def test_functions_within_functions_and_lambdas_of_a_script_are_sent(self):
        self.run_script("""
            assert attune.get(outer(5).map([1, 2])) == [6, 7]
            assert attune.get(attune.remote(lambda x: Pair(x.right, x.left)).remote(Pair(1, 2))) == Pair(2, 1)
            lock = __import__("threading").Lock()
            assert "cannot be sent with what it uses" in str(raised(TypeError, attune.remote(lambda: lock).remote))
            large = bytes(100_000)
            assert "as an argument instead" in str(raised(ValueError, attune.remote(lambda: large).remote))
        """, begin=BEGIN + "from collections import namedtuple\nPair = namedtuple('Pair', 'left right')\n"
                   "def outer(y):\n    def inner(x): return x + y\n    return attune.remote(inner)\n")

    def test_tasks_start_no_tasks(self):
        self.run_script("""
            assert "A task itself cannot start others" in str(raised(RuntimeError, attune.get, inner.remote()))
        """)

    def test_wait_tells_what_is_over(self):
        self.run_script("""
            first, second = square.remote(1), until.remote("go")
            over, others = attune.wait([second, first])
            assert (over, others) == ([first], [second])
            assert isinstance(raised(TimeoutError, attune.get, second, 0.01), TimeoutError)
            assert attune.wait([first, second], 2, timeout=0.01)[1] == [second]
            open("go", "w").close()
            assert attune.get(second) is None
            assert "count must be" in str(raised(ValueError, attune.wait, [first], 2))
            assert "takes a reference" in str(raised(TypeError, attune.get, [5]))
            assert "takes a reference" in str(raised(TypeError, attune.get, 5))
            assert attune.wait(first) == ([first], [])
        """, begin=BEGIN + "@attune.remote\ndef until(file):\n    while not os.path.exists(file): time.sleep(0.01)\n")

    def test_each_place_was_tried_before_the_first_call(self):
        self.run_script("""
            assert 2 < int(re.search("square#([0-9]+):", repr(square.remote(1)))[1]) < 22
            attune.shutdown()
            attune.init("other", program=[sys.executable, BRIDGE, "--busy"])
            assert attune.get(square.remote(3)) == 9
        """, begin=BEGIN + f"BRIDGE = {str(BRIDGE)!r}\n")

    def test_several_threads_share_a_session(self):
        self.run_script("""
            wrong = []
            def work(base):
                for i in range(50):
                    if attune.get(square.remote(base + i)) != (base + i) ** 2:
                        wrong.append(base + i)
                if attune.get(square.map(range(base, base + 500))) != [x * x for x in range(base, base + 500)]:
                    wrong.append(base)
            threads = [threading.Thread(target=work, args=(1000 * i,)) for i in range(8)]
            [thread.start() for thread in threads], [thread.join() for thread in threads]
            assert wrong == []
        """)

    def test_a_forked_process_is_told_to_open_its_own_session(self):
        self.run_script("""
            reference = square.remote(4)
            pid = os.fork()
            if pid == 0:
                error = raised(attune.ClusterError, square.remote, 5)
                error = raised(attune.ClusterError, attune.nodes)
                os._exit(0 if "forked" in str(error) else 1)
            assert os.waitpid(pid, 0)[1] == 0
            assert attune.get(reference) == 16
            pid = os.fork()
            if pid == 0:
                attune.init("other", program=[sys.executable, BRIDGE])
                os._exit(0 if attune.get(square.remote(5)) == 25 else 1)
            assert os.waitpid(pid, 0)[1] == 0
            assert attune.get(square.remote(6)) == 36
        """, begin=BEGIN + f"BRIDGE = {str(BRIDGE)!r}\n")

    def test_a_bridge_that_dies_is_noticed_by_all_that_wait(self):
        self.run_script("""
            reference = nap.remote(600)
            bridge = attune.init().bridge
            threading.Timer(0.5, bridge.kill).start()
            error = raised(attune.ClusterError, attune.get, reference)
            assert "the bridge to the cluster has ended" in str(error)
            raised(attune.ClusterError, nap.remote, 1)
            attune.shutdown()
        """, begin=BEGIN + "@attune.remote\ndef nap(seconds): time.sleep(seconds)\n")

    def test_a_head_that_is_gone_is_noticed_by_all_that_wait(self):
        self.run_script("""
            attune.shutdown()
            attune.init("other", program=[sys.executable, BRIDGE, "--gone"])
            error = raised(attune.ClusterError, lambda: attune.get(square.remote(2)))
            assert "the connection was lost" in str(error)
        """, begin=BEGIN + f"BRIDGE = {str(BRIDGE)!r}\n")

    def test_the_bridge_ends_with_its_driver(self):
        out = self.run_script("""
            print(attune.init().bridge.pid, flush=True)
            os.kill(os.getpid(), 9)
        """, code=-9)
        pid = int(out)
        for _ in range(600):
            if not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return
            import time
            time.sleep(0.1)
        self.fail("the bridge lives")

    def test_what_the_bridge_refuses_is_told(self):
        self.run_script("""
            error = raised(attune.ClusterError, lambda: attune.init("c", program=[sys.executable, BRIDGE, "--fail", "no cluster runs"]))
            assert str(error) == "no cluster runs", error
            error = raised(attune.ClusterError, lambda: attune.init("c", program=[sys.executable, BRIDGE, "--exit", "2"]))
            assert "(exit 2): no java was found" in str(error), error
            error = raised(attune.ClusterError, lambda: attune.init("c", program="/no/attune"))
            assert "/no/attune" in str(error)
        """, init=False, begin=BEGIN + f"BRIDGE = {str(BRIDGE)!r}\n")

    def test_a_session_is_opened_once_and_closed(self):
        self.run_script("""
            session = attune.init()
            assert attune.init() is session
            assert "shutdown() first" in str(raised(attune.ClusterError, attune.init, "elsewhere"))
            assert attune.nodes() == [{"id": "n1", "cpu": 1}]
            reference = square.remote(1)
            attune.shutdown()
            assert session.bridge.returncode is not None
            with attune.init("again", program=[sys.executable, BRIDGE]) as session:
                assert attune.get(square.remote(3)) == 9
            assert not session.is_open()
        """, begin=BEGIN + f"BRIDGE = {str(BRIDGE)!r}\n")

    def test_one_file_alone_says_what_it_lacks(self):
        alone = self.folder / "alone"
        alone.mkdir()
        (alone / "attune.py").write_bytes((PYTHON / "attune.py").read_bytes())
        ended = subprocess.run([sys.executable, "-c", "import attune; attune.init()"], cwd=alone, capture_output=True, text=True,
                               env={**os.environ, "PYTHONPATH": ""})
        self.assertIn("attune_cluster.py, which was not found. Copy it beside", ended.stderr)


if __name__ == "__main__":
    unittest.main()

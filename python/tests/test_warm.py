import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

from fake_worker import CLIENT, run_alone, run_trial

WARM = CLIENT.parent / "start/warm.py"
LAUNCHER = Path(__file__).absolute().parent / "fake_launcher.py"
WAYS = ("fresh", "ahead", "fork")

STATE = """
import ctypes, gc, json, locale, multiprocessing, os, signal, sys, warnings
import __main__

def stream(s):
    return [s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.write_through, type(s.buffer).__name__, s.fileno()]

def state(config):
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    print(json.dumps({
        "config": config, "folder": os.getcwd(), "argv": sys.argv, "orig_argv": getattr(sys, "orig_argv", None), "path": sys.path,
        "name": __name__, "file": __file__, "main": sorted(vars(__main__)), "main_file": __main__.__file__,
        "main_name": __main__.__name__, "main_spec": repr(__main__.__spec__), "is_attune": sys.modules["attune"] is __main__,
        "builtins": type(__main__.__builtins__).__name__, "ours": [m for m in ("warm", "launcher") if m in sys.modules],
        "environ": dict(os.environ), "seen_by_c": {name: repr(getenv(name.encode())) for name in os.environ},
        "gone_for_c": [repr(getenv(name)) for name in (b"PYTORCH_NVML_BASED_CUDA_CHECK", b"MKL_NUM_THREADS")],
        "filters": [repr(f) for f in warnings.filters], "locale": locale.setlocale(locale.LC_ALL),
        "signals": {n: str(signal.getsignal(n)).partition(" at ")[0] for n in sorted(signal.valid_signals())},
        "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), "recursion": sys.getrecursionlimit(),
        "stdin": stream(sys.stdin), "stdout": stream(sys.stdout), "stderr": stream(sys.stderr),
        "same": [sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__, sys.stdin is sys.__stdin__],
        "umask": os.umask(0o22), "nice": os.nice(0), "bytecode": sys.dont_write_bytecode, "flags": list(sys.flags),
        "cpus": sorted(os.sched_getaffinity(0)), "gc": [gc.isenabled(), gc.get_threshold()], "hooks": sys.excepthook.__name__,
        "descriptors": sorted(map(int, os.listdir("/proc/self/fd")))[:-1], "threads": len(os.listdir("/proc/self/task")),
        "origin": multiprocessing.process.ORIGINAL_DIR, "trace": repr(sys.gettrace())}, sort_keys=True, indent=1))
"""

ENDS = """
import atexit, csv, ctypes, os, signal, sys, threading, time
import attune

held = []

class Last:
    def __del__(self): print("deleted", os.sep)

def returns(config): return config["lr"]
def paused(config): attune.report(loss=1)
def fails(config): raise KeyError("lr2")
def fails_deep(config):
    try: returns({})
    except KeyError as error: raise ValueError("bad") from error
def leaves(config): sys.exit(7)
def leaves_with_a_large_code(config): sys.exit(256 + 3)
def leaves_below_zero(config): sys.exit(-1)
def leaves_with_words(config): sys.exit("enough")
def leaves_plainly(config): sys.exit()
def interrupted(config): os.kill(os.getpid(), signal.SIGINT); time.sleep(60)
def terminated(config): os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)
def stops_at_once(config): print("not flushed"); os._exit(3)
def threaded(config):
    threading.Thread(target=lambda: (threading.main_thread().join(), print("later"))).start()
    threading.Thread(target=lambda: (time.sleep(60), print("never")), daemon=True).start()
    atexit.register(print, "at exit")
    print("now")
def keeps_files_open(config):
    held.append(open("open.csv", "w"))
    csv.writer(held[0]).writerow([1, 2])
    held.append(Last())
    atexit.register(lambda: print("handlers first"))
def prints_from_c(config): ctypes.CDLL(None).puts(b"from C")
def closes_its_output(config): sys.stdout.close()
def mixes(config):
    for i in range(3): print("out", i); print("err", i, file=sys.stderr)
    os.write(1, b"raw\\n")
def broken_output(config):
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1); print("lost")
def lies_in_the_file(config): return 1
def exits_wrongly(config): atexit.register(lambda: 1 / 0)
"""


class Home(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = Path(home.name)
        self.installed = self.home / "lib" / "site-packages"

    def write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))

    def install(self, name, text=""):
        self.write(f"lib/site-packages/{name}", text)

    def run_in(self, way, target, *more, answer=lambda report: {"do": "continue"}, **variables):
        variables = {"PYTHONPATH": os.pathsep.join([str(CLIENT.parent), str(self.installed)]), "PYTHONUNBUFFERED": "1",
                     "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", **variables}
        order = None
        command = [str(CLIENT), target]
        if way == "fork":
            command = [str(LAUNCHER), "run", target, *more]
        if way == "ahead":
            command = [str(WARM), "--ahead", target.rpartition(":")[0]]
            order = lambda environ: json.dumps({"target": target, "environ": environ, "folder": str(self.home), "threads": 2,
                                                "cpus": None}).encode() + b"\n"
        done = run_trial([sys.executable, *command], answer, self.home, order, **variables)
        return done.code, done.reports, re.sub(r"0x[0-9a-f]+", "0x", done.output)

    def assert_same(self, target, **variables):
        """The outcome, which is the same in all three ways."""
        fresh = self.run_in("fresh", target, **variables)
        for way in WAYS[1:]:
            with self.subTest(way=way, target=target):
                self.assertEqual(self.run_in(way, target, **variables), fresh)
        return fresh

    def judge(self, file="train.py", limit=5.0):
        code, output, errors = run_alone(LAUNCHER, "judge", file, limit, cwd=self.home,
                                         PYTHONPATH=os.pathsep.join([str(CLIENT.parent), str(self.installed)]))
        self.assertEqual(code, 0, errors)
        return json.loads(output)


class SameInAllWaysTest(Home):
    def states(self, **variables):
        self.write("train.py", STATE)
        states = {}
        for way in WAYS:
            code, _, output = self.run_in(way, "train.py:state", **variables)
            self.assertEqual(code, 0, output)
            states[way] = json.loads(output)
            for volatile in ("ATTUNE_PIPES", "ATTUNE_PID", "_", "PWD", "OLDPWD", "SHLVL"):  # the shell sets some of them
                states[way]["environ"].pop(volatile, None)
                states[way]["seen_by_c"].pop(volatile, None)
        return states

    def test_a_function_sees_the_same(self):
        self.maxDiff = None
        for variables in ({}, {"PYTHONUNBUFFERED": ""}, {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(CLIENT.parent)}):
            states = self.states(GREETING="Gr\u00fc\u00dfe", **variables)
            self.assertEqual(states["ahead"], states["fresh"])
            self.assertEqual(states["fork"], states["fresh"])

    def test_it_ends_the_same(self):
        self.write("train.py", ENDS)
        names = re.findall(r"^def (\w+)\(config\)", ENDS, re.M)
        self.assertGreater(len(names), 18)
        for name in names:
            self.assert_same(f"train.py:{name}", answer=lambda report: {"do": "pause"} if report["metrics"] == {"loss": 1}
                             else {"do": "continue"})
        self.assertEqual(self.run_in("fork", "train.py:interrupted")[0], -2)
        self.assertEqual(self.run_in("fork", "train.py:terminated")[0], -15)

    def test_it_ends_the_same_with_buffered_output(self):
        self.write("train.py", ENDS)
        for name in ("threaded", "keeps_files_open", "broken_output", "stops_at_once", "leaves_with_words", "fails"):
            self.assert_same(f"train.py:{name}", PYTHONUNBUFFERED="")

    def test_open_files_are_written_to_their_end(self):
        self.write("train.py", ENDS)
        for way in WAYS:
            code, _, output = self.run_in(way, "train.py:keeps_files_open")
            self.assertEqual((code, output), (0, "handlers first\ndeleted /\n"))
            self.assertEqual((self.home / "open.csv").read_text(), "1,2\n")
            (self.home / "open.csv").unlink()

    def test_what_a_library_opened_when_it_was_imported_is_written_to_its_end(self):
        self.install("diary.py", "page = open('diary.txt', 'a')\ndef note(line): page.write(line)\n")
        self.write("train.py", "import diary\ndef train(config): diary.note('noted')\n")
        for way in WAYS:
            with self.subTest(way):
                self.run_in(way, "train.py:train")
                self.assertEqual((self.home / "diary.txt").read_text(), "noted")
                (self.home / "diary.txt").unlink()

    def test_there_is_nothing_to_call_the_same(self):
        self.write("train.py", "def train(config): pass\ndef none(): pass\n")
        self.write("broken.py", "def train(config:\n")
        self.write("lacks.py", "import not_there_at_all\n")
        for target in ("train.py:trane", "train.py:none", "missing.py:train", "broken.py:train", "lacks.py:train"):
            code, reports, output = self.assert_same(target)
            self.assertNotEqual((code, output), (0, ""))

    def test_processes_start_processes_the_same(self):
        self.write("train.py", """
            import multiprocessing, os, subprocess, sys
            from helper import half

            def pooled(config):
                for method in ("fork", "spawn", "forkserver"):
                    with multiprocessing.get_context(method).Pool(2) as pool:
                        print(method, pool.map(half, [1, 2]), pool.apply(os.getcwd), pool.apply(me))
                print(subprocess.run([sys.executable, "-c", "import attune; print(attune.config())"], check=True,
                                     capture_output=True, text=True).stdout)
                queue = multiprocessing.get_context("spawn").Queue()
                child = multiprocessing.get_context("spawn").Process(target=queue.put, args=(me(),))
                child.start()
                print(queue.get())
                child.join()

            def me():
                return [__name__, sys.argv, __file__]
            """)
        self.write("helper.py", "def half(x): return x / 2\n")
        self.assertEqual(self.assert_same("train.py:pooled")[0], 0)

    def test_the_code_counts_as_it_is_when_the_trial_starts(self):
        self.write("helper.py", "import threading\nvalue = 1\n")
        self.write("train.py", """
            import helper
            def train(config):
                with open("helper.py", "w") as file:
                    file.write(f"value = {helper.value} + 1.5\\n")
                return helper.value
            """)
        _, reports, _ = self.run_in("fork", "train.py:train", "2", PYTHONDONTWRITEBYTECODE="1")
        self.assertEqual([report["metrics"]["loss"] for report in reports], [1, 2.5])

    def test_a_module_beside_the_file_is_found_before_one_of_the_same_name_that_a_library_brought(self):
        self.install("mixer.py", "import utils")
        self.install("utils.py", "here = 1")
        self.write("utils.py", "here = 2")
        self.write("train.py", "import mixer, utils\ndef train(config): return utils.here\n")
        self.assertEqual(self.assert_same("train.py:train")[1][0]["metrics"], {"loss": 2})

    def test_a_file_may_have_the_name_of_a_standard_module(self):
        for name in ("calendar.py", "select.py", "warm.py", "json.py"):
            self.write(name, "import http.cookies\ndef train(config): print(__name__, __file__)\n")
            self.assertEqual(self.assert_same(f"{name}:train")[0], 0)

    def test_temporary_files_of_libraries_outlive_a_child(self):
        self.install("styles.py", """
            import atexit, shutil, tempfile
            kept, folder = tempfile.TemporaryDirectory(), tempfile.mkdtemp()
            atexit.register(lambda: shutil.rmtree(folder))
            """)
        self.write("train.py", """
            import os, styles
            def train(config): return {"there": os.path.isdir(styles.folder) + os.path.isdir(styles.kept.name)}
            """)
        _, reports, _ = self.run_in("fork", "train.py:train", "2")
        self.assertEqual([report["metrics"] for report in reports], [{"there": 2}] * 2)


class RandomnessTest(Home):
    def test_two_children_draw_differently_and_a_seed_counts(self):
        self.write("train.py", """
            import random, uuid
            def train(config):
                print(random.random(), uuid.uuid4())
                random.seed(3)
                return random.random()
            """)
        _, reports, output = self.run_in("fork", "train.py:train", "2")
        self.assertEqual(len(set(output.split())), 4)
        self.assertEqual([report["metrics"] for report in reports], [{"loss": 0.23796462709189137}] * 2)


class PreloadTest(Home):
    def setUp(self):
        super().setUp()
        for name in ("alpha", "beta", "gamma", "delta"):
            self.install(f"{name}/__init__.py")
        self.install("gamma/deep.py")

    def loaded(self, judged):
        return {name for name in judged["modules"] if name.partition(".")[0] in
                ("alpha", "beta", "gamma", "delta", "train", "model", "parts", "falls")}

    def test_what_a_file_and_its_modules_import_is_imported_but_they_are_not(self):
        self.write("train.py", "import parts.nets as nets, model\nfrom gamma import deep, nothing\n")
        self.write("parts/__init__.py", "from . import nets\n")
        self.write("parts/nets.py", "from .layers import one\nfrom ..outside import two\nimport alpha\n")
        self.write("parts/layers.py", "import beta\n")
        self.write("model.py", "import train, model\nimport delta\n")
        judged = self.judge()
        self.assertEqual(self.loaded(judged), {"alpha", "beta", "gamma", "gamma.deep", "delta"})
        self.assertRegex(judged["said"][0], r"^imported beta, alpha, delta, gamma in \d+\.\d s, once for all trials$")
        self.assertEqual((judged["unsafe"], judged["probe"]), (None, None))

    def test_only_what_is_sure_to_be_imported_is(self):
        self.write("train.py", """
            from typing import TYPE_CHECKING
            try:
                import alpha
            except ImportError:
                import beta
            try:
                import not_there
            except ImportError:
                import gamma
            if TYPE_CHECKING:
                import delta
            if __name__ == "__main__":
                import delta
            def train(config):
                import delta
            """)
        self.assertEqual(self.loaded(self.judge()), {"alpha", "gamma"})

    def test_a_variable_that_the_file_sets_is_there_when_a_library_is_imported(self):
        self.install("alpha/__init__.py", "import os\nmode = os.environ.get('MODE'), os.environ.get('OTHER')\n")
        self.write("train.py", """
            import os
            os.environ["MODE"] = "quick"
            os.environ.setdefault("OTHER", "x")
            import alpha
            def train(config): print(alpha.mode, os.environ["OMP_NUM_THREADS"])
            """)
        self.assertEqual(self.assert_same("train.py:train")[2], "('quick', 'x') 2\n")

    def test_it_stops_where_an_import_may_find_something_else(self):
        for change in ("sys.path.insert(0, 'lib2')", "os.environ['A'] = str(1)", "os.environ.update(A='1')", "load_dotenv()"):
            self.write("train.py", f"import alpha, os, sys\nprint(os.environ.get('A'))\nsys.path.append('x')\nimport gamma\n"
                                   f"{change}\nimport beta\n")
            self.assertEqual(self.loaded(self.judge()), {"alpha", "gamma"}, change)

    def test_what_cannot_be_imported_does_no_harm(self):
        self.install("falls.py", "import beta\nraise SystemExit(3)")
        for text in ("def train(config:\n", "import falls, not_there, alpha\n", "\0", "from . import x\nimport alpha.not_there\n"):
            self.write("train.py", text)
            judged = self.judge()
            self.assertEqual((judged["unsafe"], judged["probe"]), (None, None))
            self.assertNotIn("falls", judged["modules"])
        self.assertEqual(self.judge("missing.py")["unsafe"], None)

    def test_a_module_that_is_missing_is_named_if_it_is_sure_to_be_imported(self):
        for text, absent in (("import alpha, not_there.deep, neither", "not_there"), ("from not_there import x", "not_there"),
                             ("import model", "gone"), ("import alpha", None), ("from . import x", None),
                             ("try:\n    import not_there\nexcept ImportError:\n    pass", None),
                             ("try:\n    import model\nexcept ImportError:\n    pass", None),
                             ("if 0:\n    import not_there", None), ("def train(config):\n    import not_there", None),
                             ("import sys\nsys.path.append('x')\nimport not_there", None),
                             ("from alpha import *\nsetup()\nimport not_there", None)):
            self.write("train.py", text)
            self.write("model.py", "import gone")
            self.assertEqual(self.judge()["absent"], absent, text)

    def test_what_imports_print_goes_to_the_standard_error(self):
        self.install("alpha/__init__.py", "import os\nprint('hello')\nos.system('echo from a child')\n"
                                          "import ctypes; ctypes.CDLL(None).puts(b'from C')\n")
        self.write("train.py", "import alpha\n")
        self.assertEqual(self.loaded(self.judge()), {"alpha"})


class SafetyTest(Home):
    def test_a_thread_that_an_import_starts_is_seen(self):
        self.install("beats.py", "import threading\n"
                                 "threading.Thread(target=threading.Event().wait, name='heart', daemon=True).start()\n")
        self.write("train.py", "import beats\n")
        self.assertEqual(self.judge()["unsafe"], "1 other thread runs ('heart'), and a fork does not survive that")

    def test_a_process_that_an_import_starts_is_seen(self):
        self.install("helped.py", "import subprocess\nhelper = subprocess.Popen(['cat'], stdin=subprocess.PIPE)\n")
        self.write("train.py", "import helped\n")
        self.assertIn("have started a process", json.dumps(self.judge()))

    def test_libraries_that_do_not_survive_a_fork_are_not_even_imported(self):
        for name in ("tensorflow", "jax", "ray", "grpc"):
            self.install(f"{name}/__init__.py", "import os\nprint('in', os.getpid())\n")
            self.install("wrapper.py", f"import {name}\n")
            self.write("train.py", f"import {name}.nn\n")
            judged = self.judge()
            self.assertEqual(judged["unsafe"], f"{name} does not survive a fork")
            self.assertNotIn(name, judged["modules"])
            self.write("train.py", "import wrapper\n")
            self.assertEqual(self.judge()["unsafe"], f"{name} does not survive a fork")
            self.write("train.py", f"import os\nif os.name == 'nt':\n    import {name}\n")
            self.assertEqual(self.judge()["unsafe"], None)
            self.write("train.py", f"import {name}, os\ndef train(config): print('trial', os.getpid())\n")
            code, _, output = self.run_in("ahead", "train.py:train")
            self.assertEqual((code, len(set(re.findall(r"\d+", output)))), (0, 1), output)

    def test_a_child_that_hangs_or_dies_is_found_by_the_probe(self):
        self.write("train.py", "import numpy\n")
        for body, limit, verdict in (("import time; time.sleep(60)", 0.2, "numpy hangs after a fork"),
                                     ("import os; os.abort()", 20.0, "numpy dies after a fork (exit code -6)"),
                                     ("raise OSError('no\\n more')", 20.0, "a fork does not work: OSError: no  more"),
                                     ("return self", 20.0, None)):
            self.install("numpy.py", f"class ones:\n def __init__(self, shape): pass\n def __matmul__(self, other): {body}\n")
            judged = self.judge(limit=limit)
            self.assertEqual((judged["unsafe"], judged["probe"], judged["threads"]), (None, verdict, 1))

    def test_a_process_that_nobody_wants_ends_quietly(self):
        self.write("train.py", "import json\n")
        command = f"exec {shlex.quote(sys.executable)} {shlex.quote(str(WARM))} --ahead train.py 3</dev/null"
        done = subprocess.run(["sh", "-c", command], cwd=self.home, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))


def has(*modules):
    return all(importlib.util.find_spec(module) for module in modules)


@unittest.skipUnless(has("torch", "numpy"), "torch and numpy are not installed")
class TorchTest(Home):
    def test_a_seeded_training_with_two_threads_gives_the_same(self):
        self.write("train.py", """
            import numpy, torch
            def train(config):
                print(torch.get_num_threads(), torch.initial_seed() == 1)
                torch.manual_seed(1)
                numpy.random.seed(1)
                net = torch.nn.Sequential(torch.nn.Linear(300, 300), torch.nn.ReLU(), torch.nn.Linear(300, 1))
                sgd = torch.optim.SGD(net.parameters(), lr=0.01)
                x = torch.from_numpy(numpy.random.rand(500, 300) @ numpy.random.rand(300, 300)).float()
                for _ in range(10):
                    sgd.zero_grad()
                    loss = net(x).square().mean()
                    loss.backward()
                    sgd.step()
                return loss
            """)
        self.assertEqual(self.assert_same("train.py:train")[0], 0)

    def test_children_have_their_own_random_state(self):
        self.write("train.py", """
            import numpy.random, torch
            def train(config): print(torch.rand(1).item(), numpy.random.rand(), torch.initial_seed())
            """)
        self.assertEqual(len(set(self.run_in("fork", "train.py:train", "2")[2].split())), 6)

    @unittest.skipIf(os.cpu_count() < 2, "needs two CPUs")
    def test_threads_follow_the_variables_and_what_the_file_sets(self):
        for line, count in (("", 2), ("os.environ['OMP_NUM_THREADS'] = '1'", 1)):
            self.write("train.py", f"import os\n{line}\nimport torch\ndef train(config): return torch.get_num_threads()\n")
            self.assertEqual(self.assert_same("train.py:train")[1][0]["metrics"], {"loss": count})

    def test_data_is_loaded_by_workers(self):
        self.write("train.py", """
            import torch
            from torch.utils.data import DataLoader, TensorDataset

            def train(config):
                data = TensorDataset(torch.arange(12.0))
                for method in ("fork", "spawn", "forkserver"):
                    loader = DataLoader(data, batch_size=3, num_workers=2, multiprocessing_context=method)
                    print(method, sum(batch.sum().item() for batch, in loader))
            """)
        self.assertEqual(self.assert_same("train.py:train"), (0, [], "fork 66.0\nspawn 66.0\nforkserver 66.0\n"))


if __name__ == "__main__":
    unittest.main()

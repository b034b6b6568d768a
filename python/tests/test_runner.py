import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

from fake_worker import CLIENT, run_alone, run_trial

TRAIN = """
import attune
from helper import half

class Hold:
    def __call__(self, config): return config["lr"]

hold = Hold()

def train(config):
    attune.report(step=1, loss=half(config["lr"]))

def number(config): return 0.25
def metrics(config): return {"loss": 0.5, "acc": 1}
def nothing(config): pass
def text(config): return "good"
def options(config, verbose=False): return 1
def none(): pass
def three(config, a, b): pass
def keyword(*, config): pass
def fails(config): raise KeyError("lr2")
def given(config): print(config == attune.config(), config)
def leaves(config): raise SystemExit(7)
def paused(config):
    try:
        attune.report(loss=1)
    except Exception:
        print("must not be caught")
def same(config):
    import __main__, sys
    print(__main__ is attune, sys.modules["attune"] is attune, sys.argv)
def pooled(config):
    import multiprocessing
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(half, (config["lr"],)) + pool.apply(options, (config,))
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = Path(home.name)
        (self.home / "train.py").write_text(TRAIN)
        (self.home / "helper.py").write_text("def half(x): return x / 2\n")

    def run_function(self, name, *more):
        return run_trial([sys.executable, str(CLIENT), f"train.py:{name}", *more], cwd=self.home)

    def test_the_function_gets_the_configuration_and_reports(self):
        done = self.run_function("train")
        self.assertEqual((done.reports, done.code), ([{"seq": 1, "step": 1, "metrics": {"loss": 0.25}}], 0))

    def test_a_dot_in_a_setting_leads_into_a_group(self):
        _, output, _ = run_alone(CLIENT, "train.py:given", "lr=1", "adam.beta=0.5", "adam.late.eps=2", "lr.x=3", cwd=self.home)
        self.assertEqual(output, "True {'lr': {'x': 3}, 'adam': {'beta': 0.5, 'late': {'eps': 2}}}\n")

    def test_what_it_returns_is_one_more_report(self):
        self.assertEqual(self.run_function("number").reports, [{"seq": 1, "metrics": {"loss": 0.25}}])
        self.assertEqual(self.run_function("metrics").metrics, [{"loss": 0.5, "acc": 1}])
        self.assertEqual(self.run_function("nothing").reports, [])
        self.assertEqual(self.run_function("options").metrics, [{"loss": 1}])
        self.assertEqual(self.run_function("hold").metrics, [{"loss": 0.5}])

    def test_a_returned_text_is_an_error(self):
        done = self.run_function("text")
        self.assertEqual(done.code, 1)
        self.assertIn("metric 'loss' must be a number, but got 'good' (str)", done.output)

    def test_pause_ends_it_with_code_0(self):
        done = run_trial([sys.executable, str(CLIENT), "train.py:paused"], lambda report: {"do": "pause"}, cwd=self.home)
        self.assertEqual((done.code, done.output), (0, ""))

    def test_the_module_attune_is_the_runner_itself(self):
        self.assertEqual(self.run_function("same").output, f"True True ['{self.home / 'train.py'}']\n")

    def test_spawned_processes_can_load_the_file(self):
        self.assertEqual(self.run_function("pooled").metrics, [{"loss": 1.25}])

    def test_an_exception_ends_it_with_its_own_traceback_and_code_1(self):
        done = self.run_function("fails")
        self.assertEqual(done.code, 1)
        lines = done.output.splitlines()
        self.assertEqual((lines[0], lines[-1]), ("Traceback (most recent call last):", "KeyError: 'lr2'"))
        self.assertIn("train.py", lines[1])
        self.assertNotIn("attune.py", done.output)

    def test_an_error_in_the_file_is_shown_as_python_does(self):
        (self.home / "train.py").write_text("import not_there_at_all\n")
        done = self.run_function("train")
        self.assertEqual(done.code, 1)
        self.assertTrue(done.output.endswith("ModuleNotFoundError: No module named 'not_there_at_all'\n"))
        self.assertNotIn("importlib", done.output)
        (self.home / "train.py").write_text("def train(config:\n")
        self.assertIn("SyntaxError", self.run_function("train").output)

    def test_its_own_exit_code_is_kept(self):
        self.assertEqual(self.run_function("leaves").code, 7)

    def refused(self, *arguments):
        code, _, errors = run_alone(CLIENT, *arguments, cwd=self.home)
        self.assertEqual((code, errors.count("\n")), (2, 1), errors)
        return errors.strip()

    def test_nothing_to_call_is_said_in_a_line_with_code_2(self):
        self.assertIn("usage: python attune.py FILE:FUNCTION", self.refused())
        self.assertIn("write FILE:FUNCTION", self.refused("train.py"))
        self.assertIn("write FILE:FUNCTION", self.refused("train.py:"))
        self.assertEqual(self.refused("trian.py:train"), f"no file 'trian.py' in {self.home}")
        self.assertEqual(self.refused("train.py:trane"), "no function 'trane' in train.py: did you mean 'train'?")
        self.assertIn("no function 'zzz' in train.py: it has train, number", self.refused("train.py:zzz"))
        self.assertIn("must take one argument, the configuration as a dict, but is none(): write def none(config)",
                      self.refused("train.py:none"))
        self.assertIn("but is three(config, a, b)", self.refused("train.py:three"))
        self.assertIn("but is keyword(*, config)", self.refused("train.py:keyword"))
        self.assertIn("'0.1' sets nothing: write NAME=VALUE", self.refused("train.py:train", "0.1"))
        (self.home / "train.txt").write_text("")
        self.assertIn("its name must end in .py", self.refused("train.txt:train"))

    def test_it_runs_alone_with_settings(self):
        code, output, errors = run_alone(CLIENT, "train.py:given", "lr=3", "kind=x", "deep=true", cwd=self.home)
        self.assertEqual((code, output, errors), (0, "True {'lr': 3, 'kind': 'x', 'deep': True}\n", ""))
        code, output, errors = run_alone(CLIENT, self.home / "train.py:train", "lr=3")
        self.assertEqual((code, output, errors), (0, "step 1: loss=1.5\n", ""))
        self.assertEqual(run_alone(CLIENT, self.home / "train.py:number")[1], "step 1: value=0.25\n")


if __name__ == "__main__":
    unittest.main()

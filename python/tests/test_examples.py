"""The examples keep their promises: they run alone, and a trial that is paused goes on as if it had not been."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from fake_worker import CLIENT, run_alone, run_trial

EXAMPLES = CLIENT.parent.parent / "examples"


def has_packages(*names):
    return all(importlib.util.find_spec(name) for name in names)


class ExamplesTest(unittest.TestCase):
    def run_attempt(self, example, function, config, home, last, checkpoint=None, step=0):
        """Trains until step `last`, keeping checkpoints as a head does; the reports."""

        def answer(report):
            kept = Path(home, f"kept-{report['step']}")
            Path(report["checkpoint"]).rename(kept)
            return {"do": "pause" if report["step"] == last else "continue", "checkpoint": str(kept)}

        given = {"ATTUNE_CONFIG": json.dumps(config), "ATTUNE_SAVE": home, "ATTUNE_STEP": str(step), "OMP_NUM_THREADS": "1"}
        if checkpoint:
            given["ATTUNE_CHECKPOINT"] = str(checkpoint)
        done = run_trial([sys.executable, str(CLIENT), f"train.py:{function}"], answer, cwd=EXAMPLES / example, **given)
        self.assertEqual(done.code, 0, done.output)
        self.assertEqual(done.reports[-1]["step"], last)
        return done.metrics

    def assert_goes_on_as_if_unbroken(self, example, function, config, pause, last):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            unbroken = self.run_attempt(example, function, config, one, last)
            first = self.run_attempt(example, function, config, two, pause)
            then = self.run_attempt(example, function, config, two, last, Path(two, f"kept-{pause}"), pause)
        self.assertEqual(first + then, unbroken)

    def test_quickstart_goes_on_from_a_checkpoint(self):
        config = {"lr": 0.03, "momentum": 0.9, "hidden": 8, "activation": "relu"}
        self.assert_goes_on_as_if_unbroken("quickstart", "train", config, pause=3, last=9)

    def test_quickstart_runs_alone(self):
        code, output, errors = run_alone("train.py", cwd=EXAMPLES / "quickstart")
        self.assertEqual((code, errors, len(output.splitlines())), (0, "", 27))

    def test_shell_prints_reports(self):
        done = subprocess.run(["sh", "train.sh", "0.05", "near", "5"], cwd=EXAMPLES / "shell", capture_output=True, text=True)
        reports = [json.loads(line[len("attune:"):]) for line in done.stdout.splitlines()]
        self.assertEqual([report["step"] for report in reports], [1, 2, 3, 4, 5])
        self.assertLess(reports[-1]["error"], reports[0]["error"])

    @unittest.skipUnless(has_packages("torch", "torch_geometric", "ase"), "torch, torch-geometric and ase are not installed")
    def test_cgconv_goes_on_from_a_checkpoint(self):
        config = {"lr": 0.003, "weight_decay": 1e-4, "batch_size": 32, "conv_dim": 16}
        self.assert_goes_on_as_if_unbroken("cgconv", "train_network", config, pause=9, last=27)


if __name__ == "__main__":
    unittest.main()

import json
import math
import os
import sys
import tempfile
import unittest
import warnings
from pathlib import Path
from unittest import mock

from fake_worker import CLIENT

sys.path.insert(0, str(CLIENT.parent))
import attune  # noqa: E402

without_pandas = mock.patch.dict(sys.modules, {"pandas": None})


def has_pandas():
    try:
        import pandas  # noqa: F401
    except ImportError:
        return False
    return True


class LoadTest(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.results = Path(home.name)
        self.folder = self.results / "demo"
        self.folder.mkdir()
        self.lines = [{"attune": "journal", "version": 1, "study": "demo", "crc": "00000000"}]
        for patch in (mock.patch.dict(os.environ, {"ATTUNE_RESULTS": home.name}), without_pandas):
            patch.start()
            self.addCleanup(patch.stop)
        self.event("study_created", spec={"study": "demo", "objective": {"metric": "loss", "mode": "min"}}, version="0.1")
        self.event("head_started", epoch=1, host="here", pid=1)
        self.head()

    def event(self, event, at=0.0, **fields):
        time = f"2026-11-24T20:{int(at // 60):02}:{int(at % 60):02}.{round(at % 1 * 1000):03}Z"
        self.lines.append({"seq": len(self.lines), "time": time, "event": event, **fields, "crc": "00000000"})

    def attempt(self, trial, reports=(), decision=None, cause="FINISHED", attempt=1, at=0.0, until=1.0, **ended):
        self.event("attempt_started", at, trial=trial, attempt=attempt, worker="local", **{"from": 0})
        for number, (step, loss) in enumerate(reports, 1):
            self.event("reported", at, trial=trial, attempt=attempt, report=number, step=step, metrics={"loss": loss})
        if decision:
            self.event("decided", at, trial=trial, decision=decision)
        self.event("attempt_ended", until, trial=trial, attempt=attempt, cause=cause, exit=0, **ended)

    def created(self, *trials):
        for trial in trials:
            self.event("trial_created", trial=trial, config={"lr": 0.1 * (trial + 1)}, origin="random", bracket=0)

    def head(self, **changes):
        """This process's own head file, as if it were at work on the study, with changes."""
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip() + " " + os.readlink("/proc/self/ns/pid")
        here = {"epoch": 1, "host": Path("/proc/sys/kernel/hostname").read_text().strip(), "pid": os.getpid(),
                "started": attune._start_ticks(os.getpid()), "boot": boot}
        file = self.folder / "head-1.json"
        file.write_text(json.dumps({**here, **changes}))
        return file

    def load(self, study="demo", tail=""):
        text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in self.lines)
        (self.folder / "journal.jsonl").write_text(text + tail)
        return attune.load(study)

    def states(self):
        return [row["state"] for row in self.load().dataframe()]

    def test_the_row_of_a_trial(self):
        self.created(0)
        self.attempt(0, [(1, 0.5), (2, 0.25)], "PAUSE", "PAUSED", at=1.5, until=3)
        self.attempt(0, [(3, 0.75)], None, "FINISHED", attempt=2, at=10, until=11.25)
        self.assertEqual(self.load().dataframe(), [{
            "trial": 0, "state": "COMPLETED", "config/lr": 0.1, "step": 3, "value": 0.75, "best_value": 0.25, "best_step": 2,
            "attempts": 2, "cause": "FINISHED", "started": "2026-11-24T20:00:01.500Z", "seconds": 2.75, "worker": "local",
            "message": None}])

    def test_the_row_of_a_trial_that_did_not_start(self):
        self.created(0)
        self.assertEqual(self.load().dataframe(), [{
            "trial": 0, "state": "QUEUED", "config/lr": 0.1, "step": 0, "value": None, "best_value": None, "best_step": None,
            "attempts": 0, "cause": None, "started": None, "seconds": 0.0, "worker": None, "message": None}])

    def test_a_clock_that_was_set_adds_nothing_to_the_time_that_an_attempt_ran(self):
        self.created(0)
        self.event("attempt_started", 10, trial=0, attempt=1, worker="local", **{"from": 0})
        self.event("clock_set", 3015, millis=3_000_000)
        self.event("attempt_ended", 3020, trial=0, attempt=1, cause="FINISHED", exit=0)
        self.assertEqual(self.load().dataframe()[0]["seconds"], 10)

    def test_an_attempt_that_was_lost_with_its_head_ran_until_the_last_sign_of_it(self):
        self.created(0)
        self.event("attempt_started", 10, trial=0, attempt=1, worker="local", **{"from": 0})
        self.event("reported", 12, trial=0, attempt=1, report=1, step=1, metrics={"loss": 1})
        self.assertEqual(self.load().dataframe()[0]["seconds"], 2)
        self.event("head_started", 500, epoch=2, host="here", pid=2)
        self.assertEqual(self.load().dataframe()[0]["seconds"], 2)
        self.event("attempt_ended", 500, trial=0, attempt=1, cause="HEAD_LOST")
        self.attempt(0, [(2, 0.5)], attempt=2, at=501, until=504)
        self.assertEqual(self.load().dataframe()[0]["seconds"], 5)

    def test_a_value_that_is_no_finite_number_is_none_in_its_row(self):
        self.created(0, 1)
        self.attempt(0, [(1, 0.5), (2, "NaN")])
        self.attempt(1, [(1, "-Infinity")])
        one, two = self.load().dataframe()
        self.assertEqual((one["value"], one["best_value"], two["value"], two["best_value"]), (None, 0.5, None, None))

    def test_reports_come_by_trial_and_step(self):
        self.created(0, 1)
        self.attempt(1, [(1, 0.5)])
        self.attempt(0, [(1, 0.5), (2, 0.25)])
        self.assertEqual([(row["trial"], row["step"]) for row in self.load().reports()], [(0, 1), (0, 2), (1, 1)])

    def test_a_decision_names_the_state_at_the_end_of_the_attempt(self):
        decisions = ["PAUSE", "STOP", "COMPLETE", "CANCEL"]
        self.created(*range(4))
        for trial, decision in enumerate(decisions):
            self.attempt(trial, [(1, 1.0)], decision, "ERROR")
        self.assertEqual(self.states(), ["PAUSED", "STOPPED", "COMPLETED", "CANCELLED"])

    def test_without_a_decision_the_cause_names_it(self):
        causes = ["FINISHED", "PAUSED", "STOPPED", "CANCELLED", "ERROR", "OUT_OF_MEMORY", "TIME_LIMIT", "PREEMPTED", "NODE_LOST",
                  "HEAD_LOST"]
        self.created(*range(len(causes)))
        for trial, cause in enumerate(causes):
            self.attempt(trial, cause=cause)
        self.assertEqual(self.states(), ["COMPLETED", "PAUSED", "STOPPED", "CANCELLED"] + ["FAILED"] * 3 + ["QUEUED"] * 3)

    def test_a_decision_counts_for_one_attempt(self):
        self.created(0)
        self.attempt(0, decision="PAUSE", cause="PAUSED")
        self.event("attempt_started", trial=0, attempt=2, worker="local", **{"from": 1})
        self.assertEqual(self.states(), ["RUNNING"])
        self.event("attempt_ended", trial=0, attempt=2, cause="NODE_LOST")
        self.assertEqual(self.states(), ["QUEUED"])

    def test_a_decision_without_an_attempt_counts_at_once(self):
        self.created(0)
        self.attempt(0, [(1, 1.0)], "PAUSE", "PAUSED")
        self.event("decided", trial=0, decision="STOP")
        self.assertEqual(self.states(), ["STOPPED"])

    def test_a_failure_that_is_tried_again_waits_for_its_turn(self):
        self.created(0)
        self.attempt(0, [(1, 0.5)], cause="ERROR", message="boom")
        self.event("decided", 1, trial=0, decision="RETRY")
        [row] = self.load().dataframe()
        self.assertEqual((row["state"], row["cause"], row["message"]), ("QUEUED", "ERROR", "boom"))
        self.attempt(0, [(2, 0.25)], attempt=2, at=1, until=2)
        [row] = self.load().dataframe()
        self.assertEqual((row["state"], row["cause"], row["message"]), ("COMPLETED", "FINISHED", None))

    def test_what_ran_when_its_head_died_waits_for_the_next(self):
        self.created(0, 1)
        for trial in (0, 1):
            self.event("attempt_started", 10, trial=trial, attempt=1, worker="local", **{"from": 0})
        self.event("reported", 12, trial=1, attempt=1, report=1, step=1, metrics={"loss": 1})
        self.event("decided", 12, trial=1, decision="STOP")
        self.event("spec_changed", 900, spec=self.lines[1]["spec"])
        lost = [("QUEUED", "HEAD_LOST", 2), ("STOPPED", "HEAD_LOST", 2)]
        runs = [("RUNNING", None, 2), ("RUNNING", None, 2)]

        def rows():
            return [(row["state"], row["cause"], row["seconds"]) for row in self.load().dataframe()]

        self.assertEqual(rows(), runs)
        self.head(started=1)
        self.assertEqual(rows(), lost)
        elsewhere = self.head(host="elsewhere")
        self.assertEqual(rows(), runs)
        os.utime(elsewhere, (1, 1))
        self.assertEqual(rows(), lost)
        elsewhere.write_text("{")
        self.assertEqual(rows(), runs)
        elsewhere.unlink()
        self.assertEqual(rows(), lost)

    def test_the_rows_of_reports(self):
        self.created(0)
        self.event("attempt_started", trial=0, attempt=1, worker="local", **{"from": 0})
        self.event("reported", 2.5, trial=0, attempt=1, report=1, step=1, metrics={"loss": "NaN", "acc": 1})
        [row] = self.load().reports()
        self.assertTrue(math.isnan(row.pop("metrics/loss")))
        self.assertEqual(row, {"trial": 0, "attempt": 1, "step": 1, "metrics/acc": 1, "time": "2026-11-24T20:00:02.500Z"})

    def test_the_best_trial_follows_the_mode_and_passes_over_nan(self):
        self.assertIsNone(self.load().best())
        self.created(0, 1, 2)
        self.attempt(0, [(1, "NaN"), (2, 0.5)])
        self.attempt(1, [(1, 0.75), (2, 0.25), (3, 2)])
        self.attempt(2, [(1, "NaN")])
        best = self.load().best()
        self.assertEqual((best["trial"], best["best_value"], best["best_step"], best["checkpoint"]), (1, 0.25, 2, None))
        self.event("spec_changed", spec={"study": "demo", "objective": {"metric": "loss", "mode": "min"}, "trials": 9})
        self.assertEqual(self.load().spec["trials"], 9)
        self.lines[1]["spec"]["objective"]["mode"] = self.lines[-1]["spec"]["objective"]["mode"] = "max"
        best = self.load().best()
        self.assertEqual((best["trial"], best["best_value"], best["best_step"]), (1, 2, 3))

    def test_of_equal_trials_the_first_to_get_there_is_the_best_and_infinity_is_no_result(self):
        self.created(0, 1)
        self.attempt(0, [(1, "Infinity")])
        self.assertIsNone(self.load().best())
        self.attempt(1, [(1, 0.5)])
        self.attempt(0, [(2, 0.5)], attempt=2)
        self.assertEqual(self.load().best()["trial"], 1)

    def test_the_best_trial_has_the_checkpoint_of_its_best_step_else_the_last_that_is_there(self):
        self.created(0)
        self.event("attempt_started", trial=0, attempt=1, worker="local", **{"from": 0})
        for step, loss in ((1, 1), (2, 3), (3, 2)):
            self.event("reported", trial=0, attempt=1, report=step, step=step, metrics={"loss": loss}, checkpoint=f"checkpoints/0/{step}")
        self.assertIsNone(self.load().best()["checkpoint"])
        for step in (2, 3, 1):
            place = self.folder / f"checkpoints/0/{step}"
            place.mkdir(parents=True)
            self.assertEqual(self.load().best()["checkpoint"], str(place))

    def test_unknown_events_and_fields_are_passed_over(self):
        self.created(0)
        self.event("moon_rose", trial=0, colour="red")
        self.lines[-2]["mood"] = "fine"
        self.assertEqual(self.states(), ["QUEUED"])

    def test_a_torn_tail_is_passed_over(self):
        self.created(0, 1)
        for tail in ('{"seq":9,"time":"2026', '{"seq":9}garbage\n', "\0\0\0", "\n"):
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self.assertEqual(len(self.load(tail=tail).dataframe()), 2)

    def test_damage_before_whole_lines_is_warned_of(self):
        self.created(0)
        with self.assertWarnsRegex(UserWarning, "journal.jsonl, line 5 is damaged"):
            self.assertEqual(len(self.load(tail='{"seq":\n{"seq":10,"event":"trial_created","trial":1}\n').dataframe()), 1)

    def test_a_stranger_s_file_is_refused(self):
        self.lines[0]["version"] = 2
        with self.assertRaisesRegex(ValueError, "its first line must say"):
            self.load()

    def test_a_study_is_found_by_name_or_folder(self):
        self.load()
        self.assertEqual(attune.load(self.folder).folder, self.folder)
        self.assertEqual(attune.load(str(self.folder)).spec["study"], "demo")
        with self.assertRaisesRegex(FileNotFoundError, "no study 'dmo': .* Did you mean 'demo'?"):
            attune.load("dmo")
        with self.assertRaisesRegex(FileNotFoundError, "Studies there: demo."):
            attune.load("zzzzzz")
        with mock.patch.dict(os.environ, {"HOME": str(self.results)}):
            del os.environ["ATTUNE_RESULTS"]
            self.folder.rename(self.results / "moved")
            (self.results / "attune_results").mkdir()
            (self.results / "moved").rename(self.results / "attune_results" / "demo")
            self.assertEqual(attune.load("demo").spec["study"], "demo")

    @unittest.skipUnless(has_pandas(), "pandas is not installed")
    def test_with_pandas_the_tables_are_data_frames(self):
        without_pandas.stop()
        self.addCleanup(without_pandas.start)
        self.created(0, 1)
        self.attempt(0, [(1, 0.5)])
        study = self.load()
        self.assertEqual(list(study.dataframe()["config/lr"]), [0.1, 0.2])
        self.assertEqual(list(study.reports()["metrics/loss"]), [0.5])


if __name__ == "__main__":
    unittest.main()

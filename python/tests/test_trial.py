import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

from fake_worker import run_alone, run_script, run_trial


def has_numpy():
    try:
        import numpy  # noqa: F401
    except ImportError:
        return False
    return True


class ReportTest(unittest.TestCase):
    def test_reports_arrive_in_order_and_each_waits_for_its_answer(self):
        done = run_script("""
            for step in range(1, 51):
                attune.report(step=step, loss=1 / step)
            print("end at step", attune.trial().step)
            """)
        self.assertEqual([r["seq"] for r in done.reports], list(range(1, 51)))
        self.assertEqual([r["step"] for r in done.reports], list(range(1, 51)))
        self.assertEqual(done.reports[1], {"seq": 2, "step": 2, "metrics": {"loss": 0.5}})
        self.assertEqual((done.code, done.output), (0, "end at step 50\n"))

    def test_a_dict_and_keywords_are_one_report_and_the_step_may_be_left_out(self):
        done = run_script('attune.report({"val/loss": 1, "step_size": 2}, loss=3)')
        self.assertEqual(done.reports, [{"seq": 1, "metrics": {"val/loss": 1, "step_size": 2, "loss": 3}}])

    def test_a_dict_may_hold_the_step(self):
        self.assertEqual(run_script('attune.report({"step": 4, "loss": 1})').reports[0]["step"], 4)

    def test_pause_and_stop_end_a_script_cleanly(self):
        for word in ("pause", "stop"):
            done = run_script(
                """
                import atexit
                atexit.register(print, "cleaned up")
                for step in range(1, 100):
                    try:
                        attune.report(step=step, loss=1)
                    except Exception:
                        print("must not be caught")
                print("must not be reached")
                """, lambda report: {"do": word if report["step"] == 3 else "continue"})
            self.assertEqual(len(done.reports), 3)
            self.assertEqual((done.code, done.output), (0, "cleaned up\n"))

    def test_the_reason_is_known_and_later_reports_end_too(self):
        done = run_script(
            """
            for _ in range(2):
                try:
                    attune.report(loss=1)
                except attune.Ended as ended:
                    print(ended.reason, ended.code)
            """, lambda report: {"do": "pause"})
        self.assertEqual((done.code, done.output, len(done.reports)), (0, "pause 0\npause 0\n", 1))

    def test_a_worker_that_leaves_ends_the_script_quietly(self):
        for answers in (0, 2):
            done = run_script(
                "for step in range(1, 100): attune.report(step=step, loss=1)",
                lambda report: {"do": "continue"} if report["step"] <= answers else None)
            self.assertEqual((done.code, done.output), (0, ""))

    def test_a_trial_learns_until_when_it_runs_now(self):
        done = run_script(
            "attune.report(loss=1); print(attune.trial().until); attune.report(loss=2); print(attune.trial().until)",
            lambda report: {"do": "continue", "until": 27} if report["seq"] == 1 else {"do": "continue"})
        self.assertEqual(done.output, "27\n27\n")

    def test_a_refused_report_is_an_error_and_the_next_one_counts_on(self):
        done = run_script(
            """
            try:
                attune.report(loss=1)
            except ValueError as error:
                print(error)
            attune.report(loss=2)
            """, lambda report: {"error": "no such thing"} if report["seq"] == 1 else {"do": "continue"})
        self.assertEqual(done.output, "Attune did not take the report: no such thing\n")
        self.assertEqual([r["seq"] for r in done.reports], [1, 2])

    def test_an_answer_to_an_interrupted_report_is_not_taken_for_the_next(self):
        done = run_script(
            "attune.report(loss=1); attune.report(loss=2); print('fine')",
            lambda report: [{"seq": 0, "do": "stop"}, {"seq": report["seq"], "do": "continue", "unknown": 1}])
        self.assertEqual((done.code, done.output), (0, "fine\n"))

    def test_threads_share_the_channel(self):
        done = run_script("""
            import threading
            def work(name):
                for _ in range(50):
                    attune.report({name: 1})
            threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
            [t.start() for t in threads]
            [t.join() for t in threads]
            """)
        self.assertEqual([r["seq"] for r in done.reports], list(range(1, 201)))
        self.assertEqual(sum("c" in metrics for metrics in done.metrics), 50)

    def test_a_report_larger_than_a_pipe_arrives_whole(self):
        done = run_script("attune.report({f'metric number {i}': i for i in range(10000)})")
        self.assertEqual((len(done.metrics[0]), done.code), (10000, 0))


class ValueTest(unittest.TestCase):
    def test_what_json_lacks_is_sent_as_text(self):
        done = run_script("attune.report(a=float('nan'), b=float('inf'), c=-float('inf'))")
        self.assertEqual(done.metrics, [{"a": "NaN", "b": "Infinity", "c": "-Infinity"}])

    def test_numbers_of_all_kinds(self):
        done = run_script("""
            from decimal import Decimal
            class Tensor:
                def item(self): return 0.25
            attune.report(yes=True, whole=7, real=1.5, exact=Decimal("0.5"), tensor=Tensor())
            """)
        self.assertEqual(done.metrics, [{"yes": 1, "whole": 7, "real": 1.5, "exact": 0.5, "tensor": 0.25}])

    @unittest.skipUnless(has_numpy(), "numpy is not installed")
    def test_numpy_scalars(self):
        done = run_script("""
            import numpy
            attune.report(a=numpy.float32(0.5), b=numpy.int64(3), c=numpy.bool_(True), d=numpy.array([2.0]),
                          e=numpy.float64("nan"), step=numpy.int32(2))
            """)
        self.assertEqual(done.reports, [{"seq": 1, "step": 2, "metrics": {"a": 0.5, "b": 3, "c": 1, "d": 2.0, "e": "NaN"}}])

    def refused(self, call):
        done = run_script(call)
        self.assertEqual((done.reports, done.code), ([], 1))
        return done.output.splitlines()[-1]

    def test_a_metric_that_is_no_number_is_refused_with_name_value_type_and_remedy(self):
        self.assertEqual(self.refused("attune.report(acc='0.5')"), "TypeError: metric 'acc' must be a number, but got '0.5' (str). "
                                                                   "Convert it with float(...) if it is a number.")
        self.assertIn("metric 'acc' must be a number, but got [1, 2] (list). Report one number",
                      self.refused("attune.report(acc=[1, 2])"))
        self.assertIn("got None (NoneType). Leave it out", self.refused("attune.report(acc=None)"))
        self.assertIn("metric 'acc' must be a number, but got 1000", self.refused("attune.report(acc=10**400)"))
        self.assertIn("got 1j (complex)", self.refused("attune.report(acc=1j)"))
        self.assertIn("the name of a metric must be text, but got 3", self.refused("attune.report({3: 1})"))

    def test_a_step_that_is_no_whole_number_from_1_is_refused(self):
        self.assertIn("TypeError: step must be an integer, but got 1.5 (float)", self.refused("attune.report(step=1.5, a=1)"))
        self.assertIn("TypeError: step must be an integer, but got True", self.refused("attune.report(step=True, a=1)"))
        self.assertIn("ValueError: step must be at least 1, but got 0", self.refused("attune.report(step=0, a=1)"))
        self.assertIn("report takes a dict or keywords, but got 3 (int)", self.refused("attune.report(3, a=1)"))
        self.assertIn("report needs at least one metric", self.refused("attune.report()"))

    def test_a_missing_checkpoint_is_refused(self):
        self.assertIn("there is no checkpoint at /no/such/folder", self.refused("attune.report(a=1, checkpoint='/no/such/folder')"))


class GivenTest(unittest.TestCase):
    def test_a_trial_knows_what_it_was_given(self):
        done = run_script("""
            t = attune.trial()
            print(t.study, t.id, t.attempt, t.step, t.until, t.resources, t.metric, t.is_attached)
            print(attune.config(lr=1, depth=2), attune.checkpoint())
            """, ATTUNE_STEP="9", ATTUNE_UNTIL="27")
        self.assertEqual(done.output, "demo 3 1 9 27 {'cpu': 1} loss True\n{'lr': 0.5, 'depth': 2} None\n")

    def test_a_checkpoint_moves_with_its_report(self):
        with tempfile.TemporaryDirectory() as home:
            save, kept = Path(home, "save"), Path(home, "kept")
            save.mkdir()
            kept.mkdir()

            def move(report):
                Path(report["checkpoint"]).rename(kept / str(report["step"]))
                return {"do": "continue", "checkpoint": str(kept / str(report["step"]))}

            done = run_script("""
                print(attune.checkpoint().name)
                for step in (4, 5):
                    folder = attune.save_dir()
                    (folder / "state").write_text(str(step))
                    attune.report(step=step, loss=1, checkpoint=folder)
                    print((attune.checkpoint() / "state").read_text(), folder.exists())
                """, move, ATTUNE_SAVE=str(save), ATTUNE_CHECKPOINT=str(kept / "3"))
            self.assertEqual(done.output, "3\n4 False\n5 False\n")
            self.assertEqual({Path(r["checkpoint"]).parent for r in done.reports}, {save})


class ProcessesTest(unittest.TestCase):
    def test_a_child_whose_descriptors_were_closed_finds_the_pipes(self):
        done = run_script("""
            import subprocess, sys
            child = "import attune, os; attune.report(step=1, loss=2); print('child ended')"
            subprocess.run([sys.executable, "-c", child], close_fds=True, check=True)
            """)
        self.assertEqual((done.metrics, done.code, done.output), ([{"loss": 2}], 0, "child ended\n"))

    def test_a_grandchild_of_a_shell_finds_the_pipes_among_other_files(self):
        program = "import attune; attune.report(loss=2)"
        done = run_trial(["sh", "-c", '"$0" -c "$1" 3</dev/null 4>/dev/null; echo code $?', sys.executable, program])
        self.assertEqual((done.metrics, done.output), ([{"loss": 2}], "code 0\n"))

    def test_children_do_not_hold_the_pipes(self):
        done = run_script("""
            import os, subprocess, sys
            held = '''
            import os
            pipes = [f"pipe:[{inode}]" for inode in os.environ["ATTUNE_PIPES"].split()]
            links = [f"/proc/self/fd/{fd}" for fd in range(32)]
            print(sum(os.path.islink(link) and os.readlink(link) in pipes for link in links), flush=True)
            '''.replace("\\n            ", "\\n")
            exec(held)
            subprocess.run([sys.executable, "-c", held], close_fds=False)
            if os.fork() == 0:
                exec(held)
                os._exit(0)
            os.wait()
            attune.report(loss=1)
            """)
        self.assertEqual((done.output, done.metrics), ("2\n0\n0\n", [{"loss": 1}]))

    def test_a_forked_child_may_report_in_place_of_its_parent(self):
        done = run_script("""
            import multiprocessing
            attune.report(loss=1)
            child = multiprocessing.get_context("fork").Process(target=attune.report, kwargs={"loss": 2})
            child.start()
            child.join()
            print(child.exitcode)
            """)
        self.assertEqual(([r["seq"] for r in done.reports], done.output), ([1, 2], "0\n"))

    def test_without_pipes_a_report_is_a_printed_line(self):
        code, output, errors = run_alone("-c", "import attune; attune.report(step=2, loss=float('nan'), b=1)",
                                         ATTUNE_TRIAL="0", ATTUNE_PIPES="1 2")
        self.assertEqual((code, output, errors), (0, 'attune: {"step": 2, "loss": "NaN", "b": 1}\n', ""))


class AloneTest(unittest.TestCase):
    def test_a_script_runs_without_attune(self):
        program = textwrap.dedent("""
            import attune, os
            print(attune.config(lr=0.1), attune.checkpoint(), attune.trial().is_attached, attune.trial().until)
            attune.report(step=3, mean_loss=0.12)
            folder = attune.save_dir()
            (folder / "state").write_text("x")
            attune.report({"mean_loss": 0.1, "acc": True}, checkpoint=folder)
            print(os.listdir(attune.checkpoint()))
            attune.report(mean_loss=0.1, checkpoint=attune.save_dir())
            print(folder.exists(), attune.checkpoint().exists())
            print(attune.checkpoint())
            """)
        code, output, errors = run_alone("-c", program)
        *lines, folder = output.splitlines()
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(lines, ["{'lr': 0.1} None False None", "step 3: mean_loss=0.12", "step 4: mean_loss=0.1 acc=1", "['state']",
                                 "step 5: mean_loss=0.1", "False True"])
        self.assertFalse(Path(folder).exists())

    def test_bad_metrics_are_refused_alone_too(self):
        code, _, errors = run_alone("-c", "import attune; attune.report(acc='high')")
        self.assertEqual(code, 1)
        self.assertIn("metric 'acc' must be a number", errors)


if __name__ == "__main__":
    unittest.main()

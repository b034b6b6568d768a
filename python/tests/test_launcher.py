"""The launcher as the head sees it: real processes, started, signalled and swept."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

CLIENT = Path(__file__).resolve().parents[1] / "attune.py"
LAUNCHER = CLIENT.parent / "start/launcher.py"
LIMIT = 60


class Head:
    """Speaks with a launcher in a folder of its own."""

    def __init__(self, home, grace=20, path=(), **settings):
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(CLIENT.parent), *path]), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self.process = subprocess.Popen([sys.executable, str(LAUNCHER)], cwd=home, env=environ, start_new_session=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.say(open={"grace": grace, **settings})
        self.notes, self.started = [], []

    def say(self, **message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self, kind):
        while True:
            reply = json.loads(self.process.stdout.readline())
            if kind in reply:
                return reply
            self.notes.append(reply)

    def start(self, key, *words, unset=(), **more):
        environ = {"ATTUNE_TRIAL": key.split("/")[0], "ATTUNE_ATTEMPT": key.split("/")[1], **more.pop("environ", {})}
        self.say(start=key, words=words, environ=environ, unset=list(unset), **more)
        reply = self.hear("started")
        descriptors = f"/proc/{self.process.pid}/fd/"
        answers, reports, output = reply["pipes"]
        reply["answers"] = open(descriptors + str(answers), "wb", buffering=0)
        reply["reports"] = open(descriptors + str(reports), "rb")
        reply["output"] = open(descriptors + str(output), "rb")
        self.say(opened=key)
        self.started.append(reply)
        return reply

    def run(self, key, *words, **more):
        """What it printed, and how it ended."""
        started = self.start(key, *words, **more)
        over = self.hear("over")
        return started["output"].read().decode(), over

    def close(self):
        for started in self.started:
            for pipe in ("answers", "reports", "output"):
                started[pipe].close()
        self.process.stdin.close()
        self.process.wait(LIMIT)
        self.process.stdout.close()


class WithLauncher(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.heads = []

    def tearDown(self):
        for head in self.heads:
            if not head.process.stdin.closed:
                head.close()
        self.temporary.cleanup()

    def head(self, **settings):
        self.heads.append(Head(self.folder, **settings))
        return self.heads[-1]

    def pid_in(self, name):
        return int(self.eventually(lambda: (self.folder / name).is_file() and (self.folder / name).read_text().strip()))

    def eventually(self, look):
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            time.sleep(0.01)
        self.fail("it did not come about")

class LauncherTest(WithLauncher):
    def test_what_warns_of_the_end_of_an_allocation_ends_no_trial_of_a_batch_job(self):
        head = self.head()
        _, over = head.run("0/1", "sh", "-c", "kill -USR1 $$; exit 3")
        self.assertEqual((0, signal.SIGUSR1), (over["exit"], over["signal"]))
        os.environ["SLURM_JOB_ID"] = "7"
        try:
            head = self.head()
        finally:
            del os.environ["SLURM_JOB_ID"]
        head.hear("ready")
        os.kill(head.process.pid, signal.SIGUSR1)
        _, over = head.run("0/1", "sh", "-c", "kill -USR1 $$; exit 3")
        self.assertEqual((3, 0), (over["exit"], over["signal"]))

    def test_a_program_has_the_channel_and_a_session_of_its_own(self):
        text, over = self.head().run("0/1", "sh", "-c", "cat; ls -l /proc/$$/fd; ps -o pid=,pgid=,sid= -p $$")
        pid, group, session = text.splitlines()[-1].split()
        self.assertEqual((pid, pid), (group, session))
        for descriptor in ("0 -> /dev/null", "1 -> pipe", "2 -> pipe", "3 -> pipe", "4 -> pipe", "5 -> pipe"):
            self.assertIn(descriptor, text)
        self.assertNotIn("6 -> ", text)
        self.assertEqual((0, 0, []), (over["exit"], over["signal"], over["left"]))

    def test_reports_go_up_and_answers_come_down(self):
        started = self.head().start("0/1", "sh", "-c", "echo up >&4; read answer <&3; echo $answer")
        self.assertEqual(b"up\n", started["reports"].readline())
        started["answers"].write(b"down\n")
        self.assertEqual(b"down\n", started["output"].readline())

    def test_signals_are_as_if_nobody_had_ignored_them(self):
        text, _ = self.head().run("0/1", sys.executable, "-c", "print(open('/proc/self/status').read())")
        ignored = int(next(line for line in text.splitlines() if line.startswith("SigIgn")).split()[1], 16)
        self.assertEqual({signal.SIGPIPE, signal.SIGXFSZ}, {n for n in signal.valid_signals() if ignored >> (n - 1) & 1})

    def test_the_environment_is_the_launchers_with_its_changes(self):
        text, _ = self.head().run("0/1", "env", environ={"MINE": "ü"}, unset=["OMP_NUM_THREADS"])
        self.assertIn("MINE=ü", text)
        self.assertIn("OPENBLAS_NUM_THREADS=1", text)
        self.assertNotIn("OMP_NUM", text)
        self.assertRegex(text, r"ATTUNE_PIPES=\d+ \d+\n")

    def test_a_program_is_found_on_the_path_of_the_trial(self):
        (self.folder / "mine").write_text("#!/bin/sh\necho found\n")
        (self.folder / "mine").chmod(0o755)
        head = self.head()
        self.assertEqual("found\n", head.run("0/1", "mine", environ={"PATH": f"{self.folder}:/usr/bin:/bin"})[0])
        head.say(start="1/1", words=["mine"], environ={}, unset=[])
        self.assertEqual(2, head.hear("failed")["errno"])

    def test_a_script_that_names_no_interpreter_is_the_shells(self):
        (self.folder / "script").write_text("echo $1\n")
        (self.folder / "script").chmod(0o755)
        self.assertEqual("word\n", self.head().run("0/1", "./script", "word")[0])

    def test_it_is_bound_to_its_cpus_and_the_launcher_is_not(self):
        allowed = sorted(os.sched_getaffinity(0))
        head = self.head()
        self.assertEqual(f"[{allowed[-1]}]\n", head.run("0/1", *print_affinity(), cpus=allowed[-1:])[0])
        self.assertEqual(f"{allowed}\n", head.run("1/1", *print_affinity())[0])

    def test_the_kernel_takes_a_trial_first(self):
        self.assertEqual("300\n", self.head().run("0/1", "sh", "-c", "until grep -q 300 /proc/$$/oom_score_adj; do :; done; cat /proc/$$/oom_score_adj")[0])

    def test_the_exit_code_and_the_signal_are_told_apart(self):
        head = self.head()
        over = head.run("0/1", "sh", "-c", "exit 137")[1]
        self.assertEqual((137, 0), (over["exit"], over["signal"]))
        over = head.run("1/1", "sh", "-c", "kill -9 $$")[1]
        self.assertEqual((0, 9), (over["exit"], over["signal"]))

    def test_what_a_program_left_is_killed(self):
        left = {"child": "sleep 1000 & echo $! > child",
                "group": "setsid sleep 1000 & echo $! > group",
                "daemon": "(setsid sh -c 'echo $$ > daemon; exec sleep 1000' &)",
                "hidden": "env -i setsid sh -c 'echo $$ > hidden; sleep 1000 & sleep 1000' &"}
        for name, script in left.items():
            with self.subTest(name):
                head = self.head()
                _, over = head.run("0/1", "sh", "-c", script + f"\nuntil [ -s {name} ]; do :; done")
                self.assertEqual([], over["left"])
                self.assertFalse(is_alive(self.pid_in(name)))
                self.assertEqual([], children_of(head.process.pid))

    def test_what_another_trial_started_is_left_alone(self):
        head = self.head()
        for name, script in (("child", "(sleep 1000 & echo $! > child)"),
                             ("hidden", "(env -i setsid sh -c 'echo $$ > hidden; exec sleep 1000' &)")):
            with self.subTest(name):
                head.start(name + "/1", "sh", "-c", script + "; read answer <&3")
                pid = self.pid_in(name)
                head.run("short/1", "true")
                self.assertTrue(is_alive(pid))
                head.say(signal="KILL", to=name + "/1")
                head.hear("over")
                self.assertFalse(is_alive(pid))

    def test_the_group_of_a_trial_that_was_asked_to_end_has_its_grace(self):
        head = self.head()
        head.start("0/1", "sh", "-c", "trap '' TERM; (until [ -s saved ]; do sleep 0.1; done; echo done > after) & trap - TERM; echo $! > child; read answer <&3")
        self.pid_in("child")
        head.say(signal="TERM", to="0/1")
        self.eventually(lambda: not is_alive(head.started[0]["pid"]))
        (self.folder / "saved").write_text("saved")
        self.assertEqual("0/1", head.hear("over")["over"])
        self.assertEqual("done\n", (self.folder / "after").read_text())

    def test_a_trial_that_ignores_term_is_killed(self):
        head = self.head()
        head.start("0/1", "sh", "-c", "trap '' TERM; echo $$ > ready; while :; do sleep 1; done")
        self.pid_in("ready")
        head.say(signal="TERM", to="0/1")
        head.say(signal="KILL", to="0/1")
        self.assertEqual(9, head.hear("over")["signal"])

    def test_nothing_is_left_when_the_head_is_gone(self):
        head = self.head(grace=1)
        head.start("0/1", "sh", "-c", "trap '' TERM; echo $$ > stubborn; while :; do sleep 1; done")
        head.start("1/1", "sh", "-c", "env -i setsid sh -c 'echo $$ > hidden; exec sleep 1000' & trap 'echo saved > saved; exit' TERM; while :; do sleep 0.1; done")
        pids = [self.pid_in("stubborn"), self.pid_in("hidden")]
        head.close()
        self.assertEqual("saved\n", (self.folder / "saved").read_text())
        self.assertFalse(any(map(is_alive, pids)))

    def test_a_number_that_is_somebody_elses_by_now_is_not_killed(self):
        sys.path.insert(0, str(LAUNCHER.parent))
        self.addCleanup(sys.path.remove, str(LAUNCHER.parent))
        import launcher
        mine = launcher.Launcher(0, 1, 2)
        ended = subprocess.Popen(["true"], start_new_session=True)
        mine.leaders[ended.pid] = launcher.Trial("0/1", ended.pid)
        self.eventually(lambda: not mine.anybody())
        ended.returncode = 0  # it was waited for
        self.assertEqual({}, mine.leaders)

    def test_a_folder_that_was_replaced_is_the_one_that_has_its_name(self):
        place = self.folder / "place"
        place.mkdir()
        head = self.head(folder=str(place))
        self.assertEqual("", head.run("0/1", "ls")[0])
        place.rename(self.folder / "former")
        place.mkdir()
        (place / "new").touch()
        self.assertEqual("new\n", head.run("1/1", "ls")[0])

    def test_ctrl_c_is_not_for_the_launcher(self):
        head = self.head()
        head.hear("ready")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(head.process.pid, number)
        self.assertEqual(0, head.run("0/1", "true")[1]["exit"])


FUNCTION = """
import os, sys
import attune

def train(config):
    print("calls", config, os.getpid() == os.getsid(0), flush=True)
    attune.report(loss=config["x"])
"""


class FunctionTest(WithLauncher):
    def call(self, head, key):
        (self.folder / "train.py").write_text(FUNCTION)
        words = [sys.executable, str(CLIENT), "train.py:train"]
        started = head.start(key, *words, call="train.py:train", threads=1,
                             environ={"ATTUNE_CONFIG": json.dumps({"x": 1})})
        report = json.loads(started["reports"].readline())
        started["answers"].write(json.dumps({"seq": report["seq"], "do": "continue"}).encode() + b"\n")
        over = head.hear("over")
        return started["way"], report["metrics"], started["output"].read().decode(), over["exit"]

    def test_each_way_calls_the_function(self):
        (self.folder / "train.py").write_text(FUNCTION)
        for ways in (["fork", "ahead"], ["ahead"], []):
            with self.subTest(ways):
                head = self.head(file="train.py", ways=ways)
                for key in ("0/1", "1/1"):
                    expected = (ways or ["fresh"])[0]
                    self.assertEqual((expected, {"loss": 1}, "calls {'x': 1} True\n", 0), self.call(head, key))

    def test_what_libraries_have_open_stays_open_in_a_fork_and_nothing_else_does(self):
        site = self.folder / "site-packages"
        site.mkdir()
        (site / "diary.py").write_text("page = open('diary.txt', 'a', buffering=1)\n")
        (self.folder / "train.py").write_text(
            "import os, diary\ndef train(config):\n    mine = [open(f'mine{n}', 'w') for n in range(30)]\n"
            "    diary.page.write('noted\\n')\n    [each.close() for each in mine]\n"
            "    print(sorted(os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if int(n) > 5"
            " and os.path.exists(f'/proc/self/fd/{n}')))\n")
        head = self.head(path=[str(site)], file="train.py", ways=["fork"])
        words = [sys.executable, str(CLIENT), "train.py:train"]
        text, over = head.run("0/1", *words, call="train.py:train", environ={"ATTUNE_CONFIG": "{}"})
        self.assertEqual(0, over["exit"], text)
        self.assertEqual("noted\n", (self.folder / "diary.txt").read_text())
        self.assertEqual("", (self.folder / "mine9").read_text())
        self.assertEqual(f"{['/memfd:attune-stack (deleted)', str(self.folder / 'diary.txt')]}\n", text)

    def test_with_threads_that_do_not_survive_a_fork_functions_are_prepared_ahead(self):
        site = self.folder / "site"
        study = self.folder / "study"
        site.mkdir()
        study.mkdir()
        self.folder = study
        (site / "sitecustomize.py").write_text("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n")
        (self.folder / "train.py").write_text(FUNCTION)
        head = self.head(path=[str(site)], file="train.py", ways=["fork", "ahead"])
        head.hear("ready")
        self.assertTrue(any("thread" in note.get("unfit", "") for note in head.notes), head.notes)


def print_affinity():
    return sys.executable, "-c", "import os; print(sorted(os.sched_getaffinity(0)))"


def is_alive(pid) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children_of(pid) -> list:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return file.read().split()


if __name__ == "__main__":
    unittest.main()

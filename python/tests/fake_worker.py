"""A worker's end of the trial protocol: starts a real process over real pipes, and answers its reports."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

CLIENT = Path(__file__).absolute().parent.parent / "attune.py"
GATE = 'IFS= read -r ATTUNE_PIPES || exit 125; export ATTUNE_PIPES; exec "$@" 3<&0 4>&1 >&2 </dev/null'


def environment(**more):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ATTUNE_")}
    return {**plain, "PYTHONPATH": str(CLIENT.parent), "PYTHONDONTWRITEBYTECODE": "1", **more}


def go_on(report):
    return {"do": "continue"}


class Outcome:
    """What a trial did: `reports` as they came, exit `code`, and what it printed as `output`."""

    def __init__(self, reports, code, output):
        self.reports, self.code, self.output = reports, code, output

    @property
    def metrics(self):
        return [report["metrics"] for report in self.reports]


def run_trial(command, answer=go_on, cwd=None, order=None, **variables):
    """Runs the command as an attached trial. `answer` gives the answer to a report, or None to leave without one. `order` gives
    a first line for a process that waits for one, by the environment of its trial."""
    given = {"ATTUNE_STUDY": "demo", "ATTUNE_TRIAL": "3", "ATTUNE_ATTEMPT": "1", "ATTUNE_STEP": "0", "ATTUNE_METRIC": "loss",
             "ATTUNE_RESOURCES": '{"cpu": 1}', "ATTUNE_CONFIG": '{"lr": 0.5}'}
    with tempfile.TemporaryFile("w+") as output:
        given = environment(**{**given, **variables})
        process = subprocess.Popen(["sh", "-c", GATE, "gate", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=output, cwd=cwd, env=given)
        inodes = [os.fstat(end.fileno()).st_ino for end in (process.stdin, process.stdout)]
        pipes = "{} {}".format(*inodes)
        process.stdin.write(pipes.encode() + b"\n")
        if order:
            process.stdin.write(order({**given, "ATTUNE_PIPES": pipes, "ATTUNE_PID": str(process.pid)}))
        process.stdin.flush()
        reports = []
        for line in process.stdout:
            reports.append(json.loads(line))
            reply = answer(reports[-1])
            if reply is None:
                break
            lines = reply if isinstance(reply, list) else [{"seq": reports[-1]["seq"], **reply}]
            process.stdin.write(b"".join(json.dumps(each).encode() + b"\n" for each in lines))
            process.stdin.flush()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        code = process.wait(60)
        output.seek(0)
        return Outcome(reports, code, output.read())


def run_script(text, answer=go_on, **variables):
    """Runs Python text as an attached trial that imports attune."""
    return run_trial([sys.executable, "-c", "import attune\n" + textwrap.dedent(text)], answer, **variables)


def run_alone(*arguments, cwd=None, **variables):
    """Runs Python without Attune: exit code, standard output, standard error."""
    done = subprocess.run([sys.executable, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          cwd=cwd, env=environment(**variables), timeout=60)
    return done.returncode, done.stdout, done.stderr

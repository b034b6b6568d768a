"""The launcher's part in warm starts, without its watch: `fake_launcher.py run TARGET [CHILDREN]` forks trials that run a
function, one after the other, and ends as the last one does; `fake_launcher.py judge FILE LIMIT` tells what it thinks of a fork."""

import json
import os
import signal
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).absolute().parents[1] / "start")
import warm  # noqa: E402


def run(target, children="1"):
    environ = dict(os.environ)
    warm.preload(target.rpartition(":")[0], lambda text, seconds: None)
    reason = warm.unsafe() or warm.probe()
    if reason:
        sys.exit(f"not forked: {reason}")
    for _ in range(int(children)):
        pid = os.fork()
        if pid == 0:
            os.setsid()
            for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(number, signal.SIG_DFL)
            warm.run(target, {**environ, "ATTUNE_PID": str(os.getpid())}, os.getcwd(), 2, None)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def judge(file, limit):
    said = []
    warm.preload(file, lambda text, seconds: said.append(text))
    print(json.dumps({"said": said, "unsafe": warm.unsafe(), "absent": warm.absent(), "probe": warm.probe(float(limit)), "modules": list(sys.modules),
                      "threads": len(os.listdir("/proc/self/task"))}))


{"run": run, "judge": judge}[sys.argv[1]](*sys.argv[2:])

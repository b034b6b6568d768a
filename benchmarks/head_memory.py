"""How much memory the head takes: the process `attune run`, resident on the machine.

    python3 benchmarks/head_memory.py [--trials 1000] [--reports 10] [--rounds 3]

Idle: a study whose only trial sleeps. After: shell trials that print their reports and end, two at once, then one that sleeps. `now` is what is resident three
seconds after the sleeping trial began, `most` what ever was (VmRSS and VmHWM of /proc/PID/status). On a pipe and with the live table on a terminal. The limit is a Java
virtual machine that does nothing but sleep. Files: in the study's folder after all. Of 10,000 trials: `--trials 10000 --rounds 1`, two to ten minutes.
"""

import argparse
import json
import os
import pty
import statistics
import subprocess
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTUNE = os.path.join(ROOT, "cli", "target", "attune")
BIN = os.path.join(os.environ["JAVA_HOME"], "bin") if os.environ.get("JAVA_HOME") else ""
STUDY = """
study: memory
objective: {{metric: loss, mode: min}}
space:
  lr: {{type: float, low: 1e-4, high: 1e-1, log: true}}
  momentum: {{type: float, low: 0, high: 1}}
  batch_size: {{type: categorical, choices: [16, 32, 64]}}
sampler: random
trials: {all}
max_parallel: 2
resources: {{cpu: 0.5}}
grace: 1s
trainable: {{command: [sh, -c, {script}, sh, "{{lr}}", "{{momentum}}", "{{batch_size}}"]}}
"""
SCRIPT = """
if [ $ATTUNE_TRIAL -ge TRIALS ]; then : >"$ATTUNE_RESULTS/asleep"; exec sleep 600; fi
i=0
while [ $i -lt REPORTS ]; do i=$((i + 1)); echo "attune: {\\"loss\\": $2$i, \\"accuracy\\": 0.$i}"; done
"""
SLEEP = "public class Sleep { public static void main(String[] a) throws Exception { System.out.println(1); Thread.sleep(600_000); } }"


def megabytes(pid):
    """Resident now and at most."""
    with open(f"/proc/{pid}/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return tuple(int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))


def end(process):
    process.terminate()
    process.wait()


def drain(terminal):
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # its other end was closed
        pass


def bare():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "Sleep.java"), "w") as file:
            file.write(SLEEP)
        subprocess.run([os.path.join(BIN, "javac"), "Sleep.java"], cwd=folder, check=True)
        flags = ["-XX:+UseSerialGC", "-Xshare:auto", "-XX:-UsePerfData"]
        process = subprocess.Popen([os.path.join(BIN, "java"), *flags, "-cp", folder, "Sleep"], stdout=subprocess.PIPE)
        process.stdout.readline()
        taken = megabytes(process.pid)
        end(process)
    return taken


def head(trials, reports, live=False):
    with tempfile.TemporaryDirectory() as folder:
        script = SCRIPT.replace("TRIALS", str(trials)).replace("REPORTS", str(reports))
        script = json.dumps(script.replace("{", "{{").replace("}", "}}"))
        study = os.path.join(folder, "memory.yaml")
        with open(study, "w") as file:
            file.write(STUDY.format(all=trials + 1, script=script))
        env = {**os.environ, "ATTUNE_RESULTS": folder, "TERM": "xterm-256color"}
        ours, theirs = pty.openpty() if live else (None, subprocess.DEVNULL)
        process = subprocess.Popen([ATTUNE, "run", study], env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs if live else None)
        if live:
            os.close(theirs)
            threading.Thread(target=drain, args=(ours,), daemon=True).start()
        while not os.path.exists(os.path.join(folder, "asleep")):
            if process.poll() is not None:
                raise SystemExit(f"attune run ended with exit code {process.returncode}.")
            time.sleep(0.2)
        time.sleep(3)
        taken = megabytes(process.pid)
        end(process)
        files = sum(len(files) for _, _, files in os.walk(os.path.join(folder, "memory")))
    return *taken, files


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    measures = {
        "a bare JVM that sleeps": bare,
        "idle": lambda: head(0, 0),
        "idle, live table": lambda: head(0, 0, live=True),
        f"after {options.trials} x {options.reports}": lambda: head(options.trials, options.reports),
        f"after {options.trials} x {options.reports}, live table": lambda: head(options.trials, options.reports, live=True),
    }
    taken = {name: [] for name in measures}
    for _ in range(options.rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    print(f"{f'MB, {options.rounds} rounds':<32}{'now':>8}{'least':>8}{'most ever':>11}{'to bare':>9}{'files':>7}")
    limit = statistics.median(each[0] for each in taken["a bare JVM that sleeps"])
    for name, rounds in taken.items():
        now = statistics.median(each[0] for each in rounds)
        line = f"{name:<32}{now:>8.0f}{min(each[0] for each in rounds):>8.0f}{max(each[1] for each in rounds):>11.0f}{now / limit:>9.1f}"
        print(line if len(rounds[0]) == 2 else f"{line}{max(each[2] for each in rounds):>7}")


if __name__ == "__main__":
    main()

"""Slurm's commands for tests, by the name under which this is called, with what they know in the folder above.

calls                 a line for each call: seconds since 1970, and the words
faults/COMMAND.json   {"seconds": 3, "code": 1, "err": "...", "times": 2}: how that command fails, or only takes long; without "times" always;
                      {"kills": true}: it does what it is to, but kills who called it before it answers
settings.json         {"running": 2, "reason": "Priority", "estimates": {"short": 60}, "sinfo": "...", "kept": 300}: how many jobs may run at once and why the others wait, in
                      how many seconds a job would start in a partition, what sinfo prints, for how many seconds an ended job is known
jobs/ID.json          a job; its script is run for real, on this machine

"fake end ID STATE" ends a job as Slurm would: PREEMPTED, NODE_FAIL, TIMEOUT.
"""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(sys.argv[0])))
SHORT = {"J": "job-name", "p": "partition", "a": "array", "o": "output", "t": "time", "N": "nodes", "n": "ntasks",
         "c": "cpus-per-task", "d": "dependency", "D": "chdir", "H": "hold", "A": "account", "u": "user", "j": "jobs"}
FLAGS = {"parsable", "test-only", "hold", "noheader", "array-each", "quiet", "exclusive", "requeue", "no-requeue", "oneliner", "details"}
OVER = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "OUT_OF_MEMORY"}


def path(*parts):
    return os.path.join(HOME, *parts)


def read(name, otherwise):
    try:
        with open(path(name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return otherwise


def write(name, value):
    with open(path(name + ".new"), "w") as file:
        json.dump(value, file)
    os.replace(path(name + ".new"), path(name))


def jobs():
    names = [name for name in os.listdir(path("jobs")) if name.endswith(".json")]
    return sorted((read("jobs/" + name, None) for name in names), key=lambda job: job["order"])


def keep(job):
    write("jobs/%s.json" % job["id"], job)


def options(words):
    """Values by long name, and the words that are none."""
    values, rest, i = {}, [], 0
    while i < len(words):
        word = words[i]
        if not word.startswith("-") or rest:
            rest.append(word)
        elif word.startswith("--"):
            name, is_set, value = word[2:].partition("=")
            if not is_set and name not in FLAGS and i + 1 < len(words) and not words[i + 1].startswith("-"):
                i += 1
                value = words[i]
            values[name] = value
        else:
            name = SHORT.get(word[1], word[1])
            value = word[2:]
            if not value and name not in FLAGS and i + 1 < len(words):
                i += 1
                value = words[i]
            values[name] = value
        i += 1
    return values, rest


def shown(seconds):
    if seconds is None:
        return "N/A"
    kind = os.environ.get("SLURM_TIME_FORMAT", "%Y-%m-%dT%H:%M:%S")
    return time.strftime(kind, time.localtime(seconds))


def advance():
    """Starts what may start. Under the lock."""
    settings = read("settings.json", {})
    known = jobs()
    running = sum(job["state"] == "RUNNING" for job in known)
    for job in known:
        if job["state"] in OVER and time.time() - job["end"] > settings.get("kept", 300):
            os.remove(path("jobs", job["id"] + ".json"))
        elif job["state"] == "PENDING" and not job["held"]:
            if waits(job, known):
                job["reason"] = "Dependency"
                keep(job)
            elif running < settings.get("running", 100):
                running += 1
                start(job)
            else:
                job["reason"] = settings.get("reason", "Resources")
                keep(job)


def waits(job, known):
    after = job["options"].get("dependency", "").partition("afterany:")[2]
    return any(one["id"] == after and one["state"] not in OVER for one in known)


def start(job):
    job.update(state="RUNNING", reason="None", start=time.time())
    keep(job)
    subprocess.Popen([path("bin", "fake"), "run", job["id"]], start_new_session=True, stdin=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=True)


def run(name):
    """The node: runs a job's script, and tells how it ended."""
    with lock():
        job = read("jobs/%s.json" % name, None)
        environment = dict(job["environment"], SLURM_JOB_ID=str(int(job["order"])), SLURM_CPUS_ON_NODE=job["cpus"],
                           SLURM_JOB_NODELIST="n1", SLURMD_NODENAME="n1", SLURM_JOB_NUM_NODES="1")
        out = open(job["output"], "ab")
        process = subprocess.Popen([path("jobs", job["script"])], env=environment, cwd=job["folder"],
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        job["pid"] = process.pid
        keep(job)
        if job["state"] != "RUNNING":
            os.killpg(process.pid, signal.SIGTERM)
    code = process.wait()
    with lock():
        job = read("jobs/%s.json" % name, None)
        if job["state"] == "RUNNING":
            job["state"] = "COMPLETED" if code == 0 else "FAILED"
            job["reason"] = "None" if code == 0 else "NonZeroExitCode"
        job.update(code=code, end=time.time(), gone=True)
        keep(job)


def end(job, state):
    was = job["state"]
    if was in OVER:
        return
    job.update(state=state, reason="None", end=time.time())
    keep(job)
    if was == "RUNNING" and job["pid"]:
        kill = signal.SIGKILL if state == "NODE_FAIL" else signal.SIGTERM
        try:
            os.killpg(job["pid"], kill)
        except ProcessLookupError:
            pass


def sbatch(words):
    values, rest = options(words)
    if "wrap" in values:
        script = "#!/bin/sh\n" + values["wrap"] + "\n"
    elif rest:
        with open(rest[0]) as file:
            script = file.read()
    else:
        script = sys.stdin.read()
    header = [word for line in script.splitlines() if line.startswith("#SBATCH ") for word in line[8:].split()]
    values = dict(options(header)[0], **values)
    if not script.startswith("#!"):
        fail("sbatch: error: This does not look like a batch script.")
    if "test-only" in values:
        partition = values.get("partition", "main").split(",")[0]
        wait = read("settings.json", {}).get("estimates", {}).get(partition, 0)
        sys.stderr.write("sbatch: Job 1 to start at %s using 1 processors on nodes n1 in partition %s\n"
                         % (shown(time.time() + wait), partition))
        return
    number = read("last.json", 0) + 1
    write("last.json", number)
    ids = [str(number)]
    if values.get("array"):
        ids = ["%d_%d" % (number, index) for index in indices(values["array"].partition("%")[0])]
    name = "script-%d" % number
    with open(path("jobs", name), "w") as file:
        file.write(script)
    os.chmod(path("jobs", name), 0o700)
    folder = values.get("chdir", os.getcwd())
    output = values.get("output", "slurm-%j.out").replace("%j", str(number)).replace("%A", str(number))
    for i, job in enumerate(ids):
        keep({"id": job, "order": number + i / 10000, "name": values.get("job-name", "sbatch"), "state": "PENDING", "reason": "None",
              "partition": values.get("partition", "main").split(",")[0], "submit": time.time(), "start": None, "end": None, "pid": 0,
              "held": "hold" in values, "script": name, "file": " ".join(rest) or "(null)", "folder": folder, "cpus": values.get("cpus-per-task", "1"),
              "output": os.path.join(folder, output.replace("%a", job.partition("_")[2])), "options": values,
              "environment": dict(os.environ)})
    advance()
    print(number if "parsable" in values else "Submitted batch job %d" % number)


def indices(text):
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def squeue(words):
    values, _ = options(words)
    advance()
    form = values.get("format", "%i %P %j %T %r").strip('"')
    if "noheader" not in values and "h" not in values:
        print("JOBID")
    asked = values.get("jobs")
    for job in jobs():
        if job["state"] in OVER and "states" not in values:
            continue
        if asked and not any(belongs(job, one) for one in asked.split(",")):
            continue
        fields = {"i": job["id"], "T": job["state"], "P": job["partition"], "V": shown(job["submit"]), "S": shown(job["start"]),
                  "e": shown(job["end"]), "N": "n1" if job["start"] else "", "r": job["reason"], "j": job["name"],
                  "o": job["file"], "A": str(int(job["order"])), "D": "1", "M": "0:00", "u": "me", "k": job["options"].get("comment", "(null)")}
        print(re.sub(r"%\.?\d*([a-zA-Z])", lambda field: fields.get(field.group(1), "?"), form))


def belongs(job, name):
    return job["id"] == name or job["id"].split("_")[0] == name


def scancel(words):
    values, rest = options(words)
    for job in jobs():
        is_meant = not rest or any(belongs(job, name) for name in rest)
        if is_meant and values.get("name", job["name"]) == job["name"]:
            end(job, "CANCELLED")


def scontrol(words):
    _, rest = options(words)
    if rest[:2] == ["show", "job"]:
        found = [job for job in jobs() if belongs(job, rest[2])]
        if not found:
            fail("slurm_load_jobs error: Invalid job id specified")
        for job in found:
            print("JobId=%s JobName=%s JobState=%s Reason=%s ExitCode=%d:0 Partition=%s NodeList=n1 NumNodes=%s NumTasks=%s Command=%s StdErr=%s"
                  % (job["id"], job["name"], job["state"], job["reason"], job.get("code", 0), job["partition"],
                     job["options"].get("nodes", "1"), job["options"].get("ntasks", "1"), job["file"], job["output"]))
    elif rest[:2] == ["show", "node"]:
        print("NodeName=%s CPUTot=5 RealMemory=8000 State=IDLE Partitions=main" % rest[2])


def sinfo(words):
    print(read("settings.json", {}).get("sinfo", "main|up|infinite|4|idle|5|8000|(null)"))


def srun(words):
    _, rest = options(words)
    os.execvp(rest[0], rest)


def fake(words):
    for job in jobs():
        if words[0] == "end" and belongs(job, words[1]):
            end(job, words[2])
    if words[0] == "advance":
        advance()


def fail(text):
    sys.stderr.write(text + "\n")
    sys.exit(1)


def lock():
    held = open(path("lock"), "w")
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def fault(command):
    with lock():
        told = read("faults/%s.json" % command, None)
        if told is None or told.get("times") == 0:
            return
        if "times" in told:
            told["times"] -= 1
            write("faults/%s.json" % command, told)
    time.sleep(told.get("seconds", 0))
    if told.get("kills"):
        return os.getppid()
    if "code" in told:
        sys.stderr.write(told.get("err", "") + "\n")
        sys.exit(told["code"])


def main():
    command = os.path.basename(sys.argv[0])
    words = sys.argv[1:]
    if command == "fake" and words[0] == "run":
        return run(words[1])
    with open(path("calls"), "a") as calls:
        calls.write("%.3f %s\n" % (time.time(), " ".join([command] + words)))
    caller = fault(command)
    if command == "srun":
        return srun(words)
    with lock():
        globals()[command](words)
    if caller:
        os.kill(caller, signal.SIGKILL)


main()

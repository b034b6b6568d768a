"""Starts the trials of one worker, watches them, and sees to it that nothing of them is left. Run by Attune; not meant for people.

One thread, one process, in a session of its own. It is a "child subreaper": whatever a trial leaves behind, daemons included,
becomes a child of this process and is found here. When its requests end, because the head has ended or was killed, it ends
every trial and then itself.

Requests come on standard input, replies go to standard output, a JSON object a line:

    {"open": {"grace": 30, "folder": "/home/me/study", "file": "train.py", "ways": ["fork", "ahead"]}}
                                                                                first; file and ways only for Python functions
    {"start": "7/1", "words": [...], "environ": {...}, "unset": [...], "cpus": [0, 1]}     attempt 1 at trial 7, a program
    {"start": "8/1", "words": [...], "environ": {...}, "unset": [...], "call": "train.py:train", "threads": 2}  a function
        environ and unset say how its environment differs from that of this process
    {"opened": "7/1"}                                                           its pipes were opened, or are not wanted
    {"signal": "TERM", "to": "7/1"}                                             or KILL, or URG, which ends nothing

    {"ready": true}
    {"started": "7/1", "pid": 4711, "way": "fork", "pipes": [11, 12, 14]}       answers, reports, output: /proc/PID OF THIS/fd/N
    {"failed": "7/1", "errno": 2, "why": "No such file or directory"}
    {"over": "7/1", "exit": 1, "signal": 0, "left": []}                         it has ended, and all that it started
    {"say": "imports torch (2.1 s)"}                                            for people
    {"absent": "torch"}                                                         is sure to be imported, and not installed
    {"unfit": "..."}                                                            why forking was given up
    {"unusable": "..."}                                                         why this cannot work here; it ends
"""

import ctypes
import errno
import fcntl
import json
import os
import select
import signal
import sys
import time
import traceback

OLDEST = (3, 9)
LOOK_AGAIN = 0.05  # seconds between two looks at what is being ended
GIVE_UP = 10.0  # seconds after which a process that survives KILL is reported as left
MOST_SPARES_LOST = 3
WORTH_SAYING = 0.5  # seconds
LARGEST_HANDOVER = 60_000  # bytes that a pipe takes without a reader
PREFERRED_VICTIM = "300"  # of the kernel, when memory runs out: a trial rather than the head
PR_SET_CHILD_SUBREAPER = 36
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
CHANGED = (*IGNORED, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD)  # Python itself ignores two of them
WARNING = signal.SIGUSR1  # of a batch system to all processes of an allocation that ends soon
if "SLURM_JOB_ID" not in os.environ:
    CHANGED += (WARNING,)  # else trials ignore it as well: they are to save when they are asked, and not to die before


class Pipes:
    """The channel of a trial and its output: the trial's ends and the head's."""

    def __init__(self):
        pairs = []
        try:
            for _ in range(3):
                pairs.append(os.pipe())
        except OSError:
            for descriptor in sum(pairs, ()):
                os.close(descriptor)
            raise
        (self.answers, self.answers_in), (self.reports_out, self.reports), (self.output_out, self.output) = pairs
        self.names = f"{os.fstat(self.answers).st_ino} {os.fstat(self.reports).st_ino}"

    def heads(self):
        return [self.answers_in, self.reports_out, self.output_out]

    def close_trials(self):
        for descriptor in (self.answers, self.reports, self.output):
            os.close(descriptor)

    def close_heads(self):
        for descriptor in self.heads():
            os.close(descriptor)


class Trial:
    """One attempt. `ending` is the moment from which on what it left is killed; None as long as its first process runs."""

    def __init__(self, key, pid):
        self.key, self.pid = key, pid
        self.asked = self.killed = False
        self.status = self.ending = None


class Launcher:
    def __init__(self, requests: int, replies: int, woken: int):
        self.requests, self.replies, self.woken = requests, replies, woken
        self.trials = {}  # by key
        self.unopened = {}  # pipes by key
        self.leaders = {}  # by process id, also of those that have ended but left something
        self.strangers = {}  # process ids that nothing tells the trial of -> keys of those that it may belong to
        self.spare = self.spare_pipes = None
        self.spares_lost = 0
        self.file, self.ways, self.grace, self.folder = None, [], 0.0, os.curdir
        self.warm = None
        self.unread = b""
        self.affinity = os.sched_getaffinity(0)
        self.environ = dict(os.environ)

    def serve(self):
        poll = select.poll()
        poll.register(self.requests, select.POLLIN)
        poll.register(self.woken, select.POLLIN)
        while True:
            ending = any(trial.ending for trial in self.trials.values())
            ready = {descriptor for descriptor, _ in poll.poll(LOOK_AGAIN * 1000 if ending else None)}
            if self.woken in ready:
                os.read(self.woken, 4096)
            self.reap()
            if self.requests in ready and not self.take():
                return

    # ------------------------------------------------------------------------------------------------ requests

    def take(self) -> bool:
        piece = os.read(self.requests, 1 << 16)
        self.unread += piece
        *lines, self.unread = self.unread.split(b"\n")
        for line in lines:
            request = json.loads(line)
            if "start" in request:
                self.start(request)
            elif "opened" in request:
                self.opened(request["opened"])
            elif "signal" in request:
                self.send(request["signal"], request["to"])
            else:
                self.open(request["open"])
        return bool(piece)

    def open(self, settings):
        self.grace = settings["grace"]
        self.folder = settings.get("folder", self.folder)
        self.file, self.ways = settings.get("file"), settings.get("ways", [])
        if self.file and self.ways:
            import warm
            self.warm = warm
        if "fork" in self.ways:
            self.warm.preload(self.file, lambda text, seconds: seconds >= WORTH_SAYING and self.say(say=text))
            absent = self.warm.absent()
            if absent:
                self.say(absent=absent)
            reason = self.warm.unsafe() or self.warm.probe()
            if reason:
                self.unfit(reason)
        self.prepare_spare()
        self.say(ready=True)

    def start(self, request):
        key = request["start"]
        environ = request["environ"] = {**self.environ, **request["environ"]}
        for name in request["unset"]:
            environ.pop(name, None)
        way, pipes = "fresh", None
        try:
            os.chdir(self.folder)  # another one may have its name by now
            pipes = Pipes()
            environ["ATTUNE_PIPES"] = pipes.names
            if "call" in request and self.can_fork():
                way, pid = "fork", self.fork(request, pipes)
            elif "call" in request and self.spare and self.hand_over(request):
                pipes.close_trials()
                pipes.close_heads()
                way, pid, pipes = "ahead", self.spare.pid, self.spare_pipes
                self.spare = None
            else:
                pid = self.spawn(request["words"], environ, pipes, request.get("cpus"))
                pipes.close_trials()
        except OSError as error:
            if pipes:
                pipes.close_trials()
                pipes.close_heads()
            self.say(failed=key, errno=error.errno, why=error.strerror)
            return
        self.trials[key] = self.leaders[pid] = Trial(key, pid)
        self.unopened[key] = pipes
        self.say(started=key, pid=pid, way=way, pipes=pipes.heads())
        if way == "ahead":
            self.prepare_spare()

    def opened(self, key):
        pipes = self.unopened.pop(key, None)
        if pipes:
            pipes.close_heads()

    def send(self, name, key):
        trial = self.trials.get(key)
        if trial:
            trial.asked |= name in ("TERM", "KILL")
            trial.killed |= name == "KILL"
            self.signal(trial, getattr(signal, "SIG" + name))
            if trial.ending:
                self.settle(trial)

    def say(self, **reply):
        line = json.dumps(reply).encode() + b"\n"
        while line:
            line = line[os.write(self.replies, line):]

    # ------------------------------------------------------------------------------------------------ starting

    def spawn(self, words, environ, pipes, cpus) -> int:
        path = find(words[0], environ.get("PATH", os.defpath))
        actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)] + [
            (os.POSIX_SPAWN_DUP2, source, target) for source, target in wiring(pipes)]
        if cpus:
            os.sched_setaffinity(0, cpus)
        try:
            pid = self.posix_spawn(path, words, environ, actions)
        except OSError as error:
            if error.errno != errno.ENOEXEC:
                raise
            # A script that does not say what runs it is the shell's.
            pid = self.posix_spawn("/bin/sh", ["sh", path, *words[1:]], environ, actions)
        finally:
            if cpus:
                os.sched_setaffinity(0, self.affinity)
        offer_to_the_kernel(pid)
        return pid

    @staticmethod
    def posix_spawn(path, words, environ, actions) -> int:
        return os.posix_spawn(path, words, environ, file_actions=actions, setsid=True, setsigdef=CHANGED, setsigmask=())

    def can_fork(self) -> bool:
        if "fork" not in self.ways:
            return False
        reason = self.warm.unsafe()
        if reason:
            self.unfit(reason)
            self.prepare_spare()
        return not reason

    def unfit(self, reason):
        self.ways = [way for way in self.ways if way != "fork"]
        self.say(unfit=reason)

    def fork(self, request, pipes) -> int:
        pid = os.fork()
        if pid == 0:
            try:
                become_a_trial(pipes, self.descriptors())
                self.warm.run(request["call"], request["environ"], os.getcwd(), request.get("threads"), request.get("cpus"))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        pipes.close_trials()
        offer_to_the_kernel(pid)
        return pid

    def descriptors(self):
        """Those of this process that are no trial's. What libraries have opened stays theirs, in the trial too."""
        pipes = [*self.unopened.values(), *([self.spare_pipes] if self.spare else [])]
        return [self.requests, self.replies, self.woken, *(end for each in pipes for end in each.heads())]

    def prepare_spare(self):
        """A process that has its imports done by the time it is wanted."""
        if "ahead" not in self.ways or "fork" in self.ways or self.spare:
            return
        words = [sys.executable, self.warm.__file__, "--ahead", self.file]
        pipes = None
        try:
            pipes = Pipes()
            pid = self.spawn(words, {**os.environ, "ATTUNE_PIPES": pipes.names}, pipes, None)
        except OSError:
            if pipes:
                pipes.close_heads()
            return  # the trial will be started afresh, and tell if that does not work either
        finally:
            if pipes:
                pipes.close_trials()
        self.spare, self.spare_pipes = Trial(None, pid), pipes
        self.leaders[pid] = self.spare

    def hand_over(self, request) -> bool:
        environ = {**request["environ"], "ATTUNE_PIPES": self.spare_pipes.names}
        line = json.dumps({"target": request["call"], "environ": environ, "folder": os.getcwd(),
                           "threads": request.get("threads"), "cpus": request.get("cpus")}).encode() + b"\n"
        if len(line) > LARGEST_HANDOVER:
            return False
        try:
            os.write(self.spare_pipes.answers_in, line)
        except BrokenPipeError:
            return False
        return True

    # ------------------------------------------------------------------------------------------------ ending

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            trial = self.leaders.get(pid)
            if trial and trial is self.spare:
                self.spare_pipes.close_heads()
                del self.leaders[pid]
                self.spare = None
                self.spare_lost(status)
            elif trial:
                trial.status, trial.ending = status, time.monotonic()
        for trial in [trial for trial in self.trials.values() if trial.ending]:
            self.settle(trial)

    def spare_lost(self, status):
        self.spares_lost += 1
        if os.WIFSIGNALED(status) and self.spares_lost < MOST_SPARES_LOST:
            self.prepare_spare()
        else:
            # What cannot even be prepared is started afresh, and tells its fault as a trial.
            self.ways = []
            self.say(say="trials are started afresh, since the process that was started ahead ended by itself")

    def settle(self, trial):
        """Ends what the trial left; once nothing is, it is over. A trial that was asked to end has its grace for all of its group."""
        if trial.asked and not trial.killed and self.signal(trial, 0):
            return
        left = self.signal(trial, signal.SIGKILL)
        strays = self.strays(trial)
        for pid in strays:
            kill(pid)
        if not (left or strays) or time.monotonic() > trial.ending + GIVE_UP + (self.grace if trial.asked else 0):
            del self.trials[trial.key]
            del self.leaders[trial.pid]
            code = os.waitstatus_to_exitcode(trial.status)
            self.say(over=trial.key, exit=max(code, 0), signal=max(-code, 0), left=strays)

    @staticmethod
    def signal(trial, number) -> bool:
        """To all of its group; false if there is nobody."""
        try:
            os.killpg(trial.pid, number)
            return True
        except OSError:
            return False

    def strays(self, trial) -> list:
        """The processes that the trial left outside of its group, now children of this one. A process that nothing ties to a
        trial any more belongs to one of those that were there when it was first seen, and goes with the last of them."""
        strays = []
        children = [pid for pid in children_of_this() if pid not in self.leaders]
        self.strangers = {pid: owners for pid, owners in self.strangers.items() if pid in children}
        for pid in children:
            owners = self.owners(pid)
            owners.discard(trial.key)
            if not any(owner in self.trials or (owner is None and self.spare) for owner in owners):
                strays.append(pid)
        return strays

    def owners(self, pid) -> set:
        known = self.leaders.get(group_of(pid)) or self.by_environment(pid)
        if known:
            return {known.key}
        return self.strangers.setdefault(pid, set(self.trials))

    def by_environment(self, pid):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                entries = dict(entry.partition(b"=")[::2] for entry in file.read().split(b"\0"))
        except OSError:
            return None
        key = f"{entries.get(b'ATTUNE_TRIAL', b'').decode()}/{entries.get(b'ATTUNE_ATTEMPT', b'').decode()}"
        return self.trials.get(key) or (Trial(key, 0) if key != "/" else None)

    def end(self):
        """Nobody is left to ask: ends all trials, with grace, and what they left."""
        if self.spare:
            self.signal(self.spare, signal.SIGKILL)
        for number, patience in ((signal.SIGTERM, self.grace), (signal.SIGKILL, GIVE_UP)):
            deadline = time.monotonic() + patience
            if self.anybody():
                self.tell_all(number)
            while self.anybody() and time.monotonic() < deadline:
                if select.select([self.woken], [], [], LOOK_AGAIN)[0]:
                    os.read(self.woken, 4096)
                if number == signal.SIGKILL:
                    self.tell_all(number)

    def tell_all(self, number):
        for pid in {*self.leaders, *children_of_this()}:
            for tell in (os.killpg, os.kill):
                try:
                    tell(pid, number)
                    break
                except OSError:
                    continue

    def anybody(self) -> bool:
        try:
            for pid in iter(lambda: os.waitpid(-1, os.WNOHANG)[0], 0):
                leader = self.leaders.get(pid)
                if leader and not self.signal(leader, 0):
                    del self.leaders[pid]  # and its number may be somebody else's now
            return True
        except ChildProcessError:
            return False


def wiring(pipes):
    """What becomes which descriptor of the trial. 5 is the other end of what it prints: when this process and the head die, a
    last word must not kill the trial while it saves."""
    return ((pipes.output, 1), (pipes.output, 2), (pipes.answers, 3), (pipes.reports, 4), (pipes.output_out, 5))


def become_a_trial(pipes, others):
    os.setsid()
    others = {*others, *pipes.heads(), pipes.answers, pipes.reports, pipes.output, signal.set_wakeup_fd(-1), *range(6, 10)}
    for number in CHANGED:
        signal.signal(number, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), *wiring(pipes)):
        os.dup2(source, target, inheritable=True)
    for descriptor in {null, *others}:
        if descriptor > 5:
            os.close(descriptor)


def find(program, path) -> str:
    """The file of a program as the trial's own PATH has it; the name itself where there is none, for the error."""
    if "/" in program:
        return program
    for folder in path.split(os.pathsep):
        candidate = os.path.join(folder or ".", program)
        if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def offer_to_the_kernel(pid):
    try:
        with open(f"/proc/{pid}/oom_score_adj", "w") as file:
            file.write(PREFERRED_VICTIM)
    except OSError:
        pass  # it has ended already, or the kernel is older


def children_of_this() -> list:
    me = os.getpid()
    try:
        with open(f"/proc/self/task/{me}/children") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and stat(name)[1:2] == [str(me)]]


def group_of(pid) -> int:
    try:
        return os.getpgid(pid)
    except OSError:
        return 0


def stat(pid) -> list:
    """State, parent, group, ... of a process; its name before them may hold anything."""
    try:
        with open(f"/proc/{pid}/stat", encoding="latin-1") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass


def main():
    # Descriptors 3 to 9 stay taken, so that no pipe is one of those that a trial gets.
    requests, replies = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 10), fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, 10)
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number in range(3, 10):
        if number != null:
            os.dup2(null, number, inheritable=False)
    if sys.version_info < OLDEST:
        os.write(replies, b'{"unusable": "Python is older than 3.9"}\n')
        return
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        os.write(replies, b'{"unusable": "this system has no child subreapers"}\n')
        return
    for number in (*IGNORED, WARNING):
        signal.signal(number, signal.SIG_IGN)
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    launcher = Launcher(requests, replies, woken)
    try:
        launcher.serve()
    except BrokenPipeError:
        pass  # the head was killed while it was told something
    launcher.end()


if __name__ == "__main__":
    main()

"""Stands in for `attune bridge` and the cluster behind it: one slot, run by calls.py as a worker does, in the order of the calls.

    python fake_bridge.py [--fail TEXT | --exit CODE | --gone | --busy] bridge --cluster DIR
"""

import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

PYTHON = Path(__file__).absolute().parent.parent
CALL, PIECE = struct.Struct(">Qi"), struct.Struct(">QQQ")
lock = threading.Lock()


def read(pipe, count):
    data = b""
    while len(data) < count:
        piece = pipe.read(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def say(kind, *pieces):
    content = b"".join(pieces)
    with lock:
        sys.stdout.buffer.write(struct.pack(">Ic", 1 + len(content), kind) + content)
        sys.stdout.buffer.flush()


class Slot:
    def __init__(self, settings):
        self.settings, self.process = settings, None

    def start(self):
        down, up = os.pipe(), os.pipe()

        def pipes():
            os.dup2(down[0], 13), os.dup2(up[1], 14), os.dup2(13, 3), os.dup2(14, 4)

        self.process = subprocess.Popen([sys.executable, str(PYTHON / "start" / "calls.py")], close_fds=False, preexec_fn=pipes,
                                        stdin=subprocess.DEVNULL, stdout=sys.stderr, env={**os.environ, "ATTUNE_WORKER_NAME": "n1"})
        os.close(down[0]), os.close(up[1])
        self.sink, self.source = os.fdopen(down[1], "wb"), os.fdopen(up[0], "rb")
        self.sink.write(struct.pack(">I", len(self.settings)) + self.settings)
        self.sink.flush()
        read(self.source, 21)

    def run(self, code, calls):
        """What of the calls came to: up to the first that costs its process; the rest is for the next."""
        if self.process is None:
            self.start()
        body = struct.pack(">H", len(code)) + code + b"".join(struct.pack(">QI", number, len(args)) + args for number, args in calls)
        self.sink.write(struct.pack(">I", len(body)) + body)
        self.sink.flush()
        left = [number for number, _ in calls]
        while left:
            try:
                head = read(self.source, 21)
            except EOFError:
                code = self.process.wait()
                self.process = None
                text = f"its process was ended by {signal.Signals(-code).name}".encode() if code < 0 else b"its process exited"
                yield left.pop(0), struct.pack(">QBqi", 0, 2, 0, len(text))[8:] + text
                return
            number, _, _, length = struct.unpack(">QBqi", head)
            left.remove(number)
            yield number, head[8:] + read(self.source, length)


def main(arguments):
    if "--exit" in arguments:
        # Its pipe may end well before its words do.
        os.close(1)
        time.sleep(0.3)
        print("no java was found", file=sys.stderr)
        sys.exit(int(arguments[arguments.index("--exit") + 1]))
    source, shapes, parts, cancelled, slot = sys.stdin.buffer, {}, {}, set(), None
    if "--fail" in arguments:
        say(b"X", arguments[arguments.index("--fail") + 1].encode())
        return
    try:
        while True:
            (length,) = struct.unpack(">I", read(source, 4))
            frame = read(source, length)
            kind, content = frame[:1], frame[1:]
            if kind == b"O":
                slot = Slot(json.dumps(json.loads(content)["options"]).encode())
                say(b"W")
                say(b"O", b'{"session": "s1", "tasks": 300, "bytes": 1000000}')
            elif kind == b"H":
                shapes[struct.unpack_from(">I", content)[0]] = json.loads(content[4:])
            elif kind == b"K":
                digest, (offset, size) = content[:32], struct.unpack_from(">QQ", content, 32)
                (parts.get(digest) or parts.setdefault(digest, bytearray(size)))[offset:offset + length - 49] = content[48:]
            elif kind == b"C":
                cancelled.update(struct.unpack(f">{len(content) // 8}Q", content))
            elif kind == b"Q":
                number, question = content[:8], json.loads(content[8:])
                if "nodes" in question:
                    say(b"P", number, b'{"id": "n1", "cpu": 1}')
                    say(b"D", number)
                else:
                    say(b"F", number, b"no such question")
            elif kind in (b"S", b"E") and "--gone" in arguments and b"_nothing" not in content:
                say(b"X", b"the connection was lost")
            elif kind == b"S" and "--busy" in arguments and b"_nothing" in content:
                pass  # others have the places
            elif kind in (b"S", b"E"):
                digest, content = (content[:32], content[32:]) if kind == b"E" else (None, content)
                _, named = struct.unpack_from(">IH", content)
                code, place, calls = content[6:6 + named], 6 + named, []
                while kind == b"S" and place < len(content):
                    number, size = CALL.unpack_from(content, place)
                    place += CALL.size
                    calls.append((number, content[place:place + size]))
                    place += size
                if kind == b"E":
                    calls.append((struct.unpack_from(">Q", content, place)[0], bytes(parts.pop(digest))))
                while calls:
                    say(b"G", struct.pack(">H", 2), b"n1", struct.pack(">Q", calls[0][0]))
                    over = []
                    for number, ended in slot.run(code, calls):
                        over.append(number)
                        size = struct.unpack_from(">i", ended, 9)[0]
                        if size > 1 << 18:
                            for offset in range(0, size, 1 << 18):
                                say(b"B", PIECE.pack(number, offset, size), ended[13 + offset:13 + min(size, offset + (1 << 18))])
                            ended = ended[:9] + struct.pack(">i", -1)
                        say(b"R", struct.pack(">H", 2), b"n1", struct.pack(">Q", number), ended)
                    calls = [call for call in calls if call[0] not in over]
    except EOFError:
        if slot and slot.process:
            slot.process.kill()


if __name__ == "__main__":
    main(sys.argv[1:])

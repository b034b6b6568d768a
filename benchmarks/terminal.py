"""A terminal to run a program on: what it writes, when, and what its screen shows. Standard library alone, Unix."""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

SEQUENCE = re.compile(r"\x1b\[([?>]?)([0-9;]*)([A-Za-z])")
SHOWN = "\x1b[?2026l"


def record(command, columns=100, rows=40, until=None, env=None, echo=False):
    """Runs a command on a terminal of that size and returns its exit code and a list of (seconds since the start, text).

    With `until`, a function of the text so far, the command is interrupted (Ctrl-C) as soon as it is true.
    """
    size = struct.pack("HHHH", rows, columns, 0, 0)
    start = time.monotonic()
    child, master = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(env or {})})
    pieces, text, stopped = [], "", False
    while True:
        select.select([master], [], [])
        try:
            data = os.read(master, 65536)
        except OSError:  # Linux says so when the last program on the terminal has ended.
            break
        if not data:
            break
        piece = data.decode("utf-8", "replace")
        pieces.append((time.monotonic() - start, piece))
        text += piece
        if echo:
            sys.stdout.write(piece)
            sys.stdout.flush()
        if until and not stopped and until(text):
            stopped = True
            os.write(master, b"\x03")
    _, status = os.waitpid(child, 0)
    os.close(master)
    return os.waitstatus_to_exitcode(status), pieces


class Screen:
    """What a terminal shows: rows of (character, style), as many as were written. It knows the sequences that Attune uses."""

    def __init__(self):
        self.rows, self.row, self.column, self.style = [[]], 0, 0, frozenset()

    def write(self, text):
        at = 0
        while at < len(text):
            sequence = SEQUENCE.match(text, at)
            if sequence:
                self._control(*sequence.groups())
                at = sequence.end()
            else:
                self._put(text[at])
                at += 1

    def copy(self):
        return [list(row) for row in self.rows]

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row += 1
            if self.row == len(self.rows):
                self.rows.append([])
        elif character >= " ":
            row = self.rows[self.row]
            row.extend([(" ", frozenset())] * (self.column + 1 - len(row)))
            row[self.column] = (character, self.style)
            self.column += 1

    def _control(self, private, numbers, letter):
        values = [int(number) for number in numbers.split(";") if number]
        if letter == "A":
            self.row = max(0, self.row - (values or [1])[0])
        elif letter == "K":
            del self.rows[self.row][self.column :]
        elif letter == "J":
            del self.rows[self.row][self.column :]
            del self.rows[self.row + 1 :]
        elif letter == "m":
            for value in values or [0]:
                self._paint(value)

    def _paint(self, value):
        names = {1: "bold", 2: "faint", 31: "red", 32: "green"}
        if value == 0:
            self.style = frozenset()
        elif value == 22:
            self.style -= {"bold", "faint"}
        elif value == 39:
            self.style -= {"red", "green"}
        elif value in names:
            self.style |= {names[value]}


def pictures(text):
    """The screen each time that Attune has drawn its live table, and at the end."""
    screen, found = Screen(), []
    *parts, rest = text.split(SHOWN)
    for part in parts:
        screen.write(part)
        found.append(screen.copy())
    screen.write(rest)
    return found, screen.copy()

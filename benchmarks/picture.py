"""Runs a command on a terminal and draws what it showed as an SVG picture.

    python3 benchmarks/picture.py live.svg --at 0.6 -- ./attune run examples/cgconv/study.yaml

`--at 0.6` takes the live table as it was when that share of its pictures had been drawn; `--end` takes the screen after the end.
"""

import argparse
import html
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from terminal import pictures, record  # noqa: E402

COLUMN, ROW, MARGIN, TITLE = 8.43, 19, 18, 52
STYLE = (
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d7dce2}"
    ".bold{font-weight:bold;fill:#fff}.green{fill:#7fd88f}.red{fill:#ff8f87}.faint{fill:#8a94a0}"
)


def draw(rows, columns, title):
    """An SVG picture of a terminal window with the rows in it."""
    while rows and not "".join(character for character, _ in rows[-1]).strip():
        rows = rows[:-1]
    width, height = round(columns * COLUMN) + 2 * MARGIN, len(rows) * ROW + TITLE
    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" rx="9" fill="#161b22"/>',
    ]
    for i, color in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        svg.append(f'<circle cx="{MARGIN + 4 + 20 * i}" cy="18" r="6" fill="{color}"/>')
    svg.append(f'<text x="{width // 2}" y="23" text-anchor="middle" class="faint">{html.escape(title)}</text>')
    for number, row in enumerate(rows):
        svg.extend(stretches(row, TITLE + number * ROW))
    return "\n".join(svg + ["</svg>"]) + "\n"


def stretches(row, y):
    """One element for each stretch of words in one style, fixed in place and length, so that columns stay columns in any font."""
    start = 0
    while start < len(row):
        end, style = start, row[start][1]
        while end < len(row) and row[end][1] == style:
            end += 1
        text = "".join(character for character, _ in row[start:end])
        classes = f' class="{" ".join(sorted(style))}"' if style else ""
        for words in re.finditer(r"\S+(?: \S+)*", text):
            x, length = MARGIN + (start + words.start()) * COLUMN, len(words.group()) * COLUMN
            yield (
                f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"{classes}>'
                f"{html.escape(words.group())}</text>"
            )
        start = end


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("svg")
    parser.add_argument("--at", type=float, default=0.6, help="share of the run, from 0 to 1")
    parser.add_argument("--end", action="store_true", help="the screen after the end, not the live table")
    parser.add_argument("--columns", type=int, default=92)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--title", default="", help="the command, unless another is given")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    code, pieces = record(args.command, args.columns, args.rows, echo=True)
    shown, last = pictures("".join(text for _, text in pieces))
    rows = last if args.end or not shown else shown[min(len(shown) - 1, int(args.at * len(shown)))]
    with open(args.svg, "w", encoding="utf-8") as file:
        file.write(draw(rows, args.columns, args.title or " ".join(args.command)))
    return code


if __name__ == "__main__":
    sys.exit(main())

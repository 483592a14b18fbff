"""A program of its own: data (JSON) on its input, a PDF on its output. `python -I typesetter.py TEMPLATE`.

Typst keeps what it has laid out for as long as its process lives: 100 MB a long list, and more with each. It knows
neither Django nor the rest of the Atlas, so that it starts in a fortieth of a second. Called by `typesetting` only.
"""

import sys
from pathlib import Path

import typst


def main(template: Path, data: str) -> bytes:
    """PDF/UA-1 from the fonts inside typst: every machine makes the same file."""
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": data},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        format="pdf",
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(main(Path(sys.argv[1]), sys.stdin.buffer.read().decode()))

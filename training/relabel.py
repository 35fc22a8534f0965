"""`python -m training.relabel NAME`: a short form to label 200 messages again, blind, in about half an hour.

Shows one sentence at a time and takes the first letters of its moves, or nothing. `back` mends the message before,
`stop` keeps what is done; the next start goes on from there. Writes `corpus/moves/second/NAME.jsonl`.
"""

import json
import random
import sys
from pathlib import Path

from omoiyari.language.labels import MOVES
from training.agreement import CORPUS

TIMES = 200
BACK, STOP = "back", "stop"


def chosen(corpus: Path, seed: int = 5) -> list[dict]:
    """The same 200 messages for everybody, from all writers."""
    paths = sorted(corpus.glob("?.jsonl"))
    rows = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]
    return random.Random(seed).sample(rows, min(TIMES, len(rows)))


def moves_of(answer: str) -> list[str] | None:
    """Moves by the first letters of their names; None when one is unknown or could be several."""
    found = [[move for move in MOVES if move == word or move.startswith(word)] for word in answer.split()]
    if any(len(moves) != 1 and word not in MOVES for moves, word in zip(found, answer.split(), strict=True)):
        return None
    return [moves[0] for moves in found]


def asked(row: dict) -> list[list[str]] | str:
    """The labels of each sentence, or the word `back` or `stop`."""
    print(f"\n[{row['setting']}] {row['context'] or '-'}")
    labels = []
    for sentence, _ in row["s"]:
        while True:
            answer = input(f"   {sentence}\n   > ").strip().lower()
            if answer in (BACK, STOP):
                return answer
            if (moves := moves_of(answer)) is not None:
                labels.append(moves)
                break
            print("   " + " ".join(MOVES))
    return labels


def main() -> None:
    path = CORPUS / "second" / f"{sys.argv[1]}.jsonl"
    path.parent.mkdir(exist_ok=True)
    done = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    rows = chosen(CORPUS)
    print(" ".join(MOVES))
    while len(done) < len(rows):
        answer = asked(rows[len(done)])
        if answer == STOP:
            break
        if answer == BACK:
            done = done[:-1]
        else:
            done.append({"id": rows[len(done)]["id"], "l": answer})
        path.write_text("".join(json.dumps(row) + "\n" for row in done), "utf-8")
    print(f"{len(done)} of {len(rows)} done")


if __name__ == "__main__":
    main()

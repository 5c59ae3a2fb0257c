#!/usr/bin/env python3
"""sequences.py OUT [--texts DIR] [--seed N]: 60 sequences of 10 frames, each of one code in a hand that moves.

Needs qr_synth.py on PYTHONPATH, whose parts make the frames. A sequence has one code, one light and one distance; blur,
motion, shake, glare and noise change from frame to frame. There are two kinds, by turns:
  moved   Held badly: blurred and shaken so much that few frames read alone.
  glossy  Held still, but two lamps are mirrored in the card, each of which washes out up to two fifths of the code,
          elsewhere in every frame: mostly more than error correction mends.
The manifest is that of qr_synth.py with one set a sequence, and its kind.
"""
import argparse
import json
import os

import cv2
import numpy as np
import qr_synth as synth

SEQUENCES, FRAMES = 60, 10
# Hardness of those that are moved, chosen so that about a third of their frames read alone.
EASIEST, HARDEST = 0.8, 1.1
# Of those that are glossy: reflections, their radius in diagonals of the code, and their strength where 1 is white.
LAMPS, RADIUS, STRENGTH = 2, (0.25, 0.35), (1.0, 2.0)


def frame(rng, modules, look):
    image, quad, pitch = synth.shoot(
        np.random.default_rng(look["place"]),
        modules,
        *synth.HD,
        look["side"] * rng.uniform(0.97, 1.03),
        tilt=look["tilt"] + rng.uniform(-3, 3),
        rot=look["turn"] + rng.uniform(-3, 3),
        quiet=look["quiet"],
    )
    image = synth.gauss(image, rng.uniform(*look["blur"]) * pitch)
    image = synth.motion(image, max(1.0, rng.uniform(*look["motion"]) * pitch), rng.uniform(0, 6.28))
    image = synth.light(np.random.default_rng(look["place"]), image, look["light"])
    image = synth.contrast(image, *look["contrast"])
    for _ in range(look["reflections"]):
        image = synth.glare(rng, image, quad, rng.uniform(*look["strength"]), rng.uniform(*look["radius"]))
    image = synth.jpeg(synth.u8(synth.noise(rng, image, rng.uniform(*look["noise"]))), rng.integers(50, 90))
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)


def look_of(rng, hardness):
    """What stays the same over a sequence. At a hardness of 0 nearly everything reads alone."""
    return {
        "place": int(rng.integers(0, 2**31)),
        "side": rng.uniform(300, 460),
        "tilt": rng.uniform(5, 30),
        "turn": rng.uniform(0, 360),
        "quiet": int(rng.integers(2, 5)),
        "light": rng.uniform(0.1, 0.6),
        "contrast": (rng.uniform(10, 50), rng.uniform(140, 230)),
        "blur": (0.1 + 0.25 * hardness, 0.3 + 0.35 * hardness),
        "motion": (0.2 + 0.5 * hardness, 0.8 + 1.2 * hardness),
        "noise": (2 + 4 * hardness, 8 + 12 * hardness),
        "reflections": int(rng.random() < 0.5),
        "strength": (0.6, 1.6),
        "radius": (0.05, 0.18),
    }


def glossy_look_of(rng):
    return look_of(rng, 0.0) | {"reflections": LAMPS, "strength": STRENGTH, "radius": RADIUS}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out")
    options.add_argument("--texts")
    options.add_argument("--seed", type=int, default=20261124)
    options = options.parse_args()
    texts = synth.load_texts(options.texts, np.random.default_rng(options.seed))
    rows = []
    for sequence in range(SEQUENCES):
        rng = np.random.default_rng([options.seed, sequence])
        text = texts[int(rng.integers(0, len(texts)))]
        modules, _ = synth.matrix(text, str(rng.choice(["Q", "Q", "Q", "M", "L"])))
        kind = ("moved", "glossy")[sequence % 2]
        hardness = EASIEST + (HARDEST - EASIEST) * sequence / (SEQUENCES - 1)
        look = look_of(rng, hardness) if kind == "moved" else glossy_look_of(rng)
        name = f"seq-{sequence:02d}"
        os.makedirs(f"{options.out}/{name}", exist_ok=True)
        for index in range(FRAMES):
            path = os.path.abspath(f"{options.out}/{name}/{index:03d}.pgm")
            picture = frame(np.random.default_rng([options.seed, sequence, index]), modules, look)
            cv2.imwrite(path, picture)
            height, width = picture.shape
            rows.append(
                {"id": f"{name}/{index:03d}", "set": name, "pgm": path, "w": width, "h": height}
                | {"kind": "exact", "held": kind, "expected": [text.encode().hex()]}
            )
    with open(f"{options.out}/manifest.jsonl", "w") as manifest:
        manifest.writelines(json.dumps(row) + "\n" for row in rows)


main()

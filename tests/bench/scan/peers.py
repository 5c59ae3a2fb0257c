#!/usr/bin/env python3
"""peers.py zbar|OpenCV: reads luma pictures from standard input and answers each with one line of JSON.

A picture is a line "WIDTH HEIGHT" and as many bytes as that has pixels. The answer holds "contents" (hexadecimal) and
"seconds". The first line says {"ready": VERSION} or {"absent": WHY}.
"""
import json
import sys
import time


def zbar():
    from pyzbar import pyzbar

    def read(pixels, width, height):
        found = pyzbar.decode((pixels, width, height), symbols=[pyzbar.ZBarSymbol.QRCODE])
        return [code.data for code in found]

    return "zbar", read


def opencv():
    import cv2
    import numpy

    cv2.setNumThreads(1)
    detector = cv2.QRCodeDetectorAruco()

    def read(pixels, width, height):
        picture = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width)
        try:
            texts = detector.detectAndDecodeMulti(picture)[1]
        except (cv2.error, UnicodeDecodeError):
            return []
        return [text.encode() for text in texts if text]

    return cv2.__version__, read


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    try:
        version, read = {"zbar": zbar, "OpenCV": opencv}[sys.argv[1]]()
    except (ImportError, AttributeError, OSError) as error:
        return say({"absent": f"{type(error).__name__}: {error}"})
    say({"ready": version})
    pictures = sys.stdin.buffer
    while line := pictures.readline():
        width, height = map(int, line.split())
        pixels = pictures.read(width * height)
        start = time.perf_counter()
        contents = read(pixels, width, height)
        seconds = time.perf_counter() - start
        say({"contents": [content.hex() for content in contents], "seconds": seconds})


main()

"""The twelve scenes of the demo clips. Each draws one frame, `t` seconds after its cut."""

from __future__ import annotations

import math
import random

from canvas import Canvas

WHITE = (255, 255, 255)


def soup(t: float) -> Canvas:
    c = Canvas((250, 226, 190), (243, 205, 160))
    for row in range(4):
        for column in range(11):
            shade = (252, 236, 210) if (row + column) % 2 else (246, 218, 180)
            c.box(column * 60 - 10 + 1, row * 46 + 1, 58, 44, shade, 4)
    c.box(0, 270, 640, 90, (92, 98, 112))
    c.box(0, 262, 640, 14, (62, 68, 82))
    for x in (120, 520):
        c.disc(x, 318, 22, (50, 54, 66))
        c.stroke([(x, 318), (x + 12, 304)], (220, 224, 232), 4)
    for i in range(9):
        height = 9 + 5 * math.sin(t * 11 + i * 1.9)
        x = 240 + i * 20
        c.shape([(x - 8, 264), (x, 262 - height), (x + 8, 264)], (255, 150, 40))
    for side in (-1, 1):
        c.stroke([(320 + side * 128, 170), (320 + side * 158, 170)], (50, 58, 74), 13)
    c.box(196, 150, 248, 106, (70, 120, 150), 26)
    c.box(196, 140, 248, 44, (70, 120, 150))
    c.box(210, 196, 14, 44, (122, 170, 196), 7)
    c.disc(320, 142, 124, (98, 150, 178), 30)
    c.disc(320, 142, 112, (214, 72, 44), 24)
    turn = t * 2.6
    tip = (320 + 70 * math.cos(turn), 144 + 13 * math.sin(turn))
    c.disc(*tip, 30, (236, 108, 70), 7)
    for i in range(6):
        age = (t * 0.9 + i * 0.37) % 1
        place = (320 + 88 * math.cos(i * 2.3), 142 + 14 * math.sin(i * 4.1))
        c.disc(*place, 2 + 8 * age, (240, 130, 90), 1 + 4 * age)
    grip = (tip[0] * 0.5 + 215, 24)
    c.stroke([tip, grip], (150, 96, 52), 11)
    c.stroke([(tip[0] - 2, tip[1] - 3), (grip[0] - 3, grip[1])], (186, 128, 76), 4)
    for i in range(3):
        rise = t * 1.1 + i * 2.1
        line = [
            (255 + i * 64 + 10 * math.sin(k * 0.42 - rise * 2.4), 118 - k * 6.5) for k in range(14)
        ]
        c.stroke(line, (255, 255, 255, 120), 7)
    return c


def cat(t: float) -> Canvas:
    c = Canvas((116, 92, 128), (92, 70, 106))
    c.box(120, 26, 400, 236, (250, 246, 238), 6)
    c.box(134, 40, 372, 210, (140, 200, 240))
    c.disc(440, 86, 26, (255, 226, 120))
    for i, (y, size) in enumerate(((90, 20), (150, 15), (120, 12))):
        c.cloud(150 + (i * 150 + t * 26) % 340, y, size, (250, 252, 255))
    c.shape(
        [(134, 250), (134, 206), (230, 182), (330, 214), (430, 188), (506, 208), (506, 250)],
        (112, 176, 104),
    )
    for box in ((314, 40, 12, 210), (134, 138, 372, 10), (100, 250, 440, 20)):
        c.box(*box, (250, 246, 238), 3)
    for side in (-1, 1):
        sway = 10 * math.sin(t * 1.7 + side)
        x = 320 + side * 226
        c.shape(
            [
                (x - side * 70, 10),
                (x + side * 60, 10),
                (x + side * 60, 330),
                (x - side * (8 - sway), 330),
                (x - side * (30 + sway / 2), 170),
            ],
            (222, 96, 96),
        )
    breath = 3.5 * math.sin(t * 2.2)
    fur, dark = (238, 150, 66), (204, 116, 42)
    flick = 16 * max(0.0, math.sin(t * 2.9)) ** 3
    c.stroke([(388, 246), (430, 250), (452, 240), (462, 226 - flick)], dark, 14)
    c.disc(330, 224 - breath / 2, 82, fur, 42 + breath)
    for i in range(3):
        c.stroke([(342 + i * 20, 184 - breath + i * 4), (348 + i * 18, 206 - breath / 2)], dark, 6)
    c.disc(258, 228, 36, fur, 31)
    for side in (-1, 1):
        c.shape([(258 + side * 31, 214), (258 + side * 25, 186), (258 + side * 6, 201)], fur)
        c.shape(
            [(258 + side * 26, 210), (258 + side * 23, 194), (258 + side * 12, 203)],
            (250, 190, 170),
        )
        c.arc(258 + side * 14, 222, 7, (20, 160), (90, 50, 24))
        c.stroke([(258 + side * 16, 240), (258 + side * 42, 236)], (255, 244, 230), 1.5)
    c.shape([(254, 234), (262, 234), (258, 239)], (200, 90, 90))
    c.disc(296, 258, 22, fur, 9)
    c.box(100, 270, 440, 8, (210, 202, 190))
    return c


def dinner(t: float) -> Canvas:
    c = Canvas((40, 64, 74), (58, 92, 98))
    swing = 26 * math.sin(t * 1.8)
    c.shape(
        [(320 + swing, 92), (110 + swing * 2, 236), (530 + swing * 2, 236)], (255, 226, 150, 46)
    )
    c.stroke([(320, 0), (320 + swing, 62)], (24, 36, 42), 4)
    c.shape(
        [(290 + swing, 96), (350 + swing, 96), (334 + swing, 58), (306 + swing, 58)], (226, 88, 70)
    )
    c.disc(320 + swing, 98, 13, (255, 240, 190), 9)
    c.box(70, 232, 500, 46, (244, 240, 230), 6)
    for i in range(25):
        c.box(70 + i * 20, 258, 10, 20, (214, 74, 74))
    for x in (100, 520):
        c.box(x, 278, 20, 82, (112, 76, 54))
    for i, x in enumerate((160, 320, 480)):
        c.disc(x, 232, 56, (255, 255, 255), 10)
        c.disc(x, 228, 40, (90, 140, 190), 22)
        c.box(x - 42, 200, 84, 22, (244, 240, 230, 0))
        c.disc(x, 214, 40, (110, 162, 210), 8)
        c.disc(x, 214, 34, (232, 150, 60), 6)
        line = [(x + 7 * math.sin(k * 0.5 - t * 3 + i), 204 - k * 6.0) for k in range(10)]
        c.stroke(line, (255, 255, 255, 90), 6)
    for x in (240, 400):
        c.box(x - 6, 186, 12, 46, (250, 240, 220), 3)
        flame = 3 * math.sin(t * 13 + x)
        c.disc(x + flame / 3, 174, 6, (255, 180, 60), 13 + flame)
        c.disc(x, 178, 3, (255, 240, 180), 7)
    return c


def boat(t: float) -> Canvas:
    c = Canvas((120, 200, 240), (214, 238, 246))
    c.disc(530, 70, 34, (255, 220, 96))
    for i, (y, size) in enumerate(((60, 24), (110, 17), (44, 14))):
        c.cloud((90 + i * 230 + t * 14) % 760 - 60, y, size, WHITE)
    for i in range(3):
        x, y = 180 + i * 70 + t * 34, 120 - i * 18 + 8 * math.sin(t * 3 + i)
        flap = 8 * math.sin(t * 8 + i * 2)
        c.stroke([(x - 13, y - flap), (x, y), (x + 13, y - flap)], (70, 84, 104), 3)
    c.wave(212, t * 1.4, 6, 210, (82, 168, 206))
    x, y = 60 + t * 112, 236 + 6 * math.sin(t * 2.6)
    lean = 5 * math.sin(t * 2.6 + 1)
    c.stroke([(x, y), (x + lean, y - 128)], (120, 80, 54), 5)
    c.shape([(x + lean + 5, y - 124), (x + 5, y - 18), (x + 76, y - 18)], (255, 250, 240))
    c.shape([(x + lean - 5, y - 112), (x - 5, y - 18), (x - 50, y - 18)], (232, 84, 72))
    c.shape([(x - 70, y - 10), (x + 88, y - 10), (x + 62, y + 26), (x - 48, y + 26)], (150, 84, 58))
    c.shape([(x - 70, y - 10), (x + 88, y - 10), (x + 84, y - 4), (x - 66, y - 4)], (236, 190, 120))
    c.wave(258, -t * 2.0, 7, 160, (48, 132, 182))
    c.wave(300, t * 2.6 + 1, 8, 240, (30, 100, 152))
    return c


def fish(t: float) -> Canvas:
    c = Canvas((26, 140, 160), (8, 52, 92))
    for i in range(4):
        x = 60 + i * 170 + 30 * math.sin(t * 0.8 + i)
        c.shape([(x, 0), (x + 50, 0), (x - 40, 360), (x - 150, 360)], (255, 255, 255, 16))
    c.wave(318, 0.4, 7, 320, (216, 188, 128))
    for i in range(7):
        base = 30 + i * 98
        line = [
            (base + k * 1.6 * math.sin(t * 1.8 + k * 0.35 + i), 336 - k * 8.0)
            for k in range(8 + (i * 5) % 7)
        ]
        c.stroke(line, (36, 130 + (i % 3) * 20, 84), 9)
    for i, (size, colour, fin) in enumerate(
        ((1.25, (250, 140, 50), (230, 96, 40)), (0.9, (246, 214, 84), (226, 170, 50)))
    ):
        x = -40 + t * (150 - i * 18) + i * 120
        y = 180 + i * 84 + 18 * math.sin(t * 2.2 + i * 2)
        tail = 15 * math.sin(t * 10 + i) * size
        c.shape(
            [
                (x - 42 * size, y),
                (x - 82 * size, y - 28 * size + tail),
                (x - 70 * size, y + tail / 2),
                (x - 82 * size, y + 28 * size + tail),
            ],
            fin,
        )
        c.shape(
            [
                (x - 20 * size, y - 24 * size),
                (x + 6 * size, y - 48 * size),
                (x + 22 * size, y - 22 * size),
            ],
            fin,
        )
        c.disc(x, y, 56 * size, colour, 30 * size)
        for dx in (-14, 16):
            c.disc(x + dx * size, y, 5 * size, (255, 250, 240), 26 * size)
        c.disc(x + 36 * size, y - 7 * size, 7 * size, WHITE)
        c.disc(x + 38 * size, y - 7 * size, 4 * size, (20, 24, 34))
    for i in range(14):
        x = 30 + (i * 83) % 600 + 6 * math.sin(t * 3 + i)
        y = 350 - (t * (60 + i % 4 * 16) + i * 61) % 370
        c.disc(x, y, 3 + i % 4, (220, 244, 250, 110))
    return c


def lighthouse(t: float) -> Canvas:
    c = Canvas((12, 16, 44), (44, 44, 92))
    stars = random.Random(4)
    for i in range(70):
        glow = 130 + int(90 * math.sin(t * 3 + i))
        c.disc(
            stars.uniform(0, 640),
            stars.uniform(0, 220),
            stars.uniform(0.6, 1.7),
            (255, 255, 230, glow),
        )
    c.disc(110, 70, 30, (244, 238, 212))
    c.disc(122, 62, 27, (22, 25, 54))
    turn = t * 1.5 - 0.6
    for flip in (0, math.pi):
        angle = turn + flip
        reach, wide = 640 * math.cos(angle), 22 + 46 * abs(math.cos(angle))
        for share in (1.0, 0.6):
            c.shape(
                [(430, 112), (430 + reach, 100 - wide * share), (430 + reach, 132 + wide * share)],
                (255, 236, 150, 70),
            )
    c.shape([(330, 300), (372, 244), (500, 238), (560, 300)], (34, 32, 48))
    c.shape([(404, 250), (456, 250), (446, 134), (414, 134)], (240, 236, 228))
    for top in (150, 192, 230):
        c.shape([(411, top), (449, top), (451, top + 18), (409, top + 18)], (204, 62, 62))
    c.box(408, 126, 44, 10, (46, 48, 66), 2)
    c.box(416, 98, 28, 28, (255, 240, 170))
    c.shape([(410, 98), (450, 98), (430, 74)], (204, 62, 62))
    c.disc(430, 112, 26 + 10 * abs(math.cos(turn)), (255, 244, 190, 70))
    c.wave(284, t * 1.6, 5, 180, (26, 40, 92))
    c.wave(312, -t * 2.1, 6, 240, (18, 28, 70))
    return c

"""The scenes in the park and in the city; see `scenes.py`."""

from __future__ import annotations

import math
import random

from canvas import HEIGHT_PX, WIDTH_PX, Canvas

WHITE = (255, 255, 255)
RED, BLUE = (222, 74, 68), (62, 118, 196)
BROWN, BLACK = (112, 70, 44), (44, 36, 40)


def ball(t: float) -> Canvas:
    c = Canvas((150, 214, 246), (226, 244, 236))
    c.disc(90, 70, 30, (255, 222, 100))
    c.cloud((320 + t * 12) % 760 - 60, 62, 20, WHITE)
    c.wave(236, 0.8, 10, 520, (148, 204, 110))
    for i, x in enumerate((60, 190, 470, 590)):
        c.tree(x, 250 + (i % 2) * 8, 92, math.sin(t * 1.6 + i), (66 + i * 8, 150 + i * 6, 84))
    c.wave(268, 2.0, 6, 700, (112, 184, 84))
    there = t / 1.1 % 2
    share = there if there < 1 else 2 - there
    x, y = 150 + 340 * share, 262 - 150 * 4 * share * (1 - share)
    lift = -58 - 20 * (1 - share) if share < 0.5 else -52
    c.person(120, 322, (RED, BROWN), (26, lift), 2 * math.sin(t * 5))
    lift = -58 - 20 * share if share > 0.5 else -52
    c.person(520, 322, (BLUE, BLACK), (-26, lift), 2 * math.sin(t * 5 + 2))
    c.disc(x, 326, 20, (60, 120, 60, 90), 5)
    c.disc(x, y, 20, (250, 196, 52))
    turn = t * 5
    for k in range(3):
        c.disc(
            x + 11 * math.cos(turn + k * 2.1), y + 11 * math.sin(turn + k * 2.1), 5, (230, 92, 60)
        )
    return c


def kite(t: float) -> Canvas:
    c = Canvas((246, 170, 120), (254, 226, 170))
    for i, (y, size) in enumerate(((84, 24), (150, 16), (50, 18))):
        c.cloud((60 + i * 240 + t * 44) % 780 - 70, y, size, (255, 240, 226))
    c.shape([(0, 360), (0, 300), (150, 266), (330, 300), (640, 330), (640, 360)], (116, 142, 74))
    for i in range(40):
        x = i * 16.5
        c.stroke([(x, 356), (x + 6 + 5 * math.sin(t * 4 + i * 0.7), 336)], (92, 118, 60), 3)
    kx, ky = 430 + 70 * math.sin(t * 1.5), 110 + 42 * math.sin(t * 3.0)
    c.stroke([(184, 214), (310, (214 + ky) / 2 + 34), (kx, ky + 10)], (110, 90, 90), 2)
    for k in range(9):
        x = kx - 8 - k * 9 + 5 * math.sin(t * 7 - k)
        y = ky + 52 + k * 11 + 7 * math.sin(t * 6 - k * 0.8)
        c.shape(
            [(x - 8, y - 5), (x + 8, y + 5), (x + 8, y - 5), (x - 8, y + 5)], BLUE if k % 2 else RED
        )
    tilt = 10 * math.cos(t * 1.5)
    left, right = (kx - 36, ky - tilt), (kx + 36, ky + tilt)
    c.shape([(kx, ky - 52), right, (kx, ky + 56), left], RED)
    c.shape([(kx, ky - 52), right, (kx, ky)], (250, 206, 84))
    c.shape([(kx, ky + 56), left, (kx, ky)], (250, 206, 84))
    c.person(
        160, 282, ((70, 150, 150), BROWN), (24, -68 + 4 * math.sin(t * 3)), 2 * math.sin(t * 6)
    )
    return c


def rain(t: float) -> Canvas:
    c = Canvas((92, 106, 124), (140, 152, 162))
    for i, (y, size) in enumerate(((34, 40), (52, 46), (26, 42), (48, 38))):
        c.cloud(60 + i * 180 + 8 * math.sin(t + i), y, size, (72, 84, 102))
    c.wave(256, 0.8, 8, 520, (92, 128, 100))
    for i, x in enumerate((90, 300, 560)):
        c.tree(x, 268, 104, 1.4 * math.sin(t * 2.6 + i), (52, 96 + i * 8, 78))
    c.box(0, 296, 640, 64, (116, 120, 130))
    for i in range(6):
        age = (t * 1.3 + i * 0.31) % 1
        c.disc(
            50 + i * 112,
            330 + (i % 3) * 9,
            6 + 26 * age,
            (190, 204, 216, int(150 * (1 - age))),
            2 + 6 * age,
        )
    x = 90 + t * 96
    c.person(
        x, 326 - 2 * abs(math.sin(t * 6)), ((244, 206, 70), BROWN), (8, -70), 7 * math.sin(t * 6)
    )
    c.stroke([(x + 10, 258), (x + 10, 176)], (70, 60, 60), 4)
    dome = [
        (x + 10 + 66 * math.cos(a / 12 * math.pi), 206 - 52 * math.sin(a / 12 * math.pi))
        for a in range(13)
    ]
    c.shape(dome, RED)
    c.shape(
        [dome[4], dome[5], dome[6], dome[7], dome[8], (x + 26, 206), (x - 6, 206)], (246, 120, 104)
    )
    drops = random.Random(8)
    for _ in range(150):
        dx, dy, speed = (
            drops.uniform(0, WIDTH_PX),
            drops.uniform(0, HEIGHT_PX),
            drops.uniform(420, 620),
        )
        y = (dy + t * speed) % (HEIGHT_PX + 30) - 20
        c.stroke([(dx, y), (dx - 4, y + 16)], (214, 228, 242, 150), 2)
    return c


def train(t: float) -> Canvas:
    c = Canvas((140, 196, 232), (240, 240, 226))
    for layer, (base, height, speed, colour) in enumerate(
        (
            (220, 130, 10, (150, 172, 204)),
            (250, 96, 26, (104, 140, 150)),
            (284, 60, 60, (84, 140, 92)),
        )
    ):
        step = 150 + layer * 30
        for i in range(-1, 8):
            x = i * step - (t * speed) % (step * 2)
            peak = base - height * (0.75 + 0.25 * math.sin((i % 2) * 2.1 + layer))
            c.shape([(x - step, base + 80), (x, peak), (x + step, base + 80)], colour)
            if layer == 0:
                cap = [
                    (x - 22, peak + 31),
                    (x, peak),
                    (x + 22, peak + 31),
                    (x + 8, peak + 24),
                    (x - 6, peak + 33),
                ]
                c.shape(cap, (250, 252, 255))
    c.box(0, 262, 640, 16, (150, 132, 116))
    for i in range(7):
        c.box(20 + i * 110, 270, 26, 90, (134, 116, 100))
    front = 130 + t * 190
    for k in range(4):
        x = front - k * 118
        body = RED if k == 0 else (236, 226, 206)
        c.box(x - 108, 208, 110, 46, body, 8)
        c.box(x - 108, 236, 110, 8, (62, 84, 128) if k else (250, 214, 90))
        for w in range(3):
            c.box(x - 98 + w * 34, 216, 24, 15, (84, 120, 150), 3)
        for wheel in (-88, -24):
            c.disc(x + wheel, 257, 9, (52, 54, 62))
            spoke = t * 14
            c.stroke(
                [(x + wheel, 257), (x + wheel + 7 * math.cos(spoke), 257 + 7 * math.sin(spoke))],
                (200, 200, 200),
                2,
            )
    c.shape([(front, 208), (front + 18, 254), (front, 254)], RED)
    for k in range(7):
        age = (t * 1.2 + k / 7) % 1
        c.disc(
            front - 20 - 120 * age,
            196 - 60 * age,
            7 + 16 * age,
            (255, 255, 255, int(190 * (1 - age))),
        )
    return c


def snow(t: float) -> Canvas:
    c = Canvas((58, 74, 122), (150, 160, 200))
    c.wave(230, 1.2, 16, 420, (200, 210, 232))
    for x, w, h, wall in (
        (60, 130, 96, (176, 92, 80)),
        (250, 150, 120, (214, 168, 110)),
        (460, 126, 90, (110, 130, 164)),
    ):
        top = 296 - h
        c.box(x + w * 0.7, top - 56, 20, 50, (96, 70, 70))
        c.box(x, top, w, h, wall)
        c.shape([(x - 16, top + 6), (x + w / 2, top - 62), (x + w + 16, top + 6)], (244, 248, 255))
        c.shape([(x, top + 6), (x + w / 2, top - 46), (x + w, top + 6)], wall)
        c.box(x + w / 2 - 13, 258, 26, 40, (84, 56, 50), 3)
        for side in (0.14, 0.68):
            glow = 214 + int(16 * math.sin(t * 5 + x + side * 9))
            c.box(x + w * side, top + 24, 26, 28, (255, glow, 120), 3)
        for k in range(4):
            age = (t * 0.45 + k / 4 + x) % 1
            c.disc(
                x + w * 0.7 + 10 + 26 * age,
                top - 60 - 54 * age,
                5 + 12 * age,
                (220, 224, 236, int(150 * (1 - age))),
            )
    c.wave(300, 0.2, 6, 560, (240, 245, 254))
    flakes = random.Random(11)
    for i in range(130):
        x, y, r = flakes.uniform(0, 660), flakes.uniform(0, 360), flakes.uniform(1.5, 4.2)
        fall = (y + t * (30 + 22 * r)) % 376 - 8
        c.disc(x + 12 * math.sin(t * 1.3 + i), fall, r, (255, 255, 255, 230))
    return c


def city(t: float) -> Canvas:
    c = Canvas((16, 18, 40), (86, 50, 92))
    c.disc(540, 66, 32, (248, 240, 214))
    rows = random.Random(21)
    x = -6.0
    order = 0
    while x < 640:
        w, h = rows.choice((58, 70, 84)), rows.uniform(130, 268)
        shade = rows.randint(22, 40)
        c.box(x, 330 - h, w, h, (shade, shade + 4, shade + 28))
        for column in range(int(w // 18)):
            for row in range(int(h // 24)):
                order += 1
                lit = rows.uniform(0.2, 6.0) < t
                colour = (255, 214, 110) if lit else (shade + 12, shade + 16, shade + 44)
                c.box(x + 7 + column * 18, 340 - h + row * 24, 10, 13, colour, 1)
        x += w + 4
    c.box(0, 318, 640, 42, (24, 24, 34))
    for i in range(9):
        c.box((i * 80 - t * 20) % 720 - 60, 338, 34, 3, (200, 196, 160))
    for lane, speed in ((0, 170), (1, -130)):
        for k in range(2):
            place = (k * 380 + t * speed + lane * 120) % 800 - 90
            nose = 1 if speed > 0 else -1
            y = 330 + lane * 17
            c.box(place - 26, y - 8, 52, 11, (206, 70, 70) if lane else (84, 150, 190), 4)
            c.box(place - 14, y - 16, 28, 10, (150, 180, 200), 4)
            c.shape(
                [
                    (place + nose * 26, y - 4),
                    (place + nose * 96, y - 12),
                    (place + nose * 96, y + 8),
                ],
                (255, 240, 170, 90),
            )
    return c

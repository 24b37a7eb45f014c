"""Scenes on a table or under a roof: goods, masks, the hotline, lessons."""

import math

from .sketch import DARK, RED, SKIN, WHITE, Colour, Sketch, W, hsv, shade


def _room(s: Sketch, floor: float) -> Colour:
    tone = hsv(
        s.rng.choice((38, 200, 150, 20, 60)), s.rng.uniform(0.06, 0.2), s.rng.uniform(0.86, 0.95)
    )
    s.wash(tone, shade(tone, 0.93), 0, floor)
    wood = hsv(s.rng.uniform(22, 36), 0.42, s.rng.uniform(0.6, 0.76))
    s.wash(shade(wood, 1.06), shade(wood, 0.86), floor, 900)
    return wood


def _window(s: Sketch, x: float, y: float, w: float, h: float) -> None:
    s.box(x - 14, y - 14, w + 28, h + 28, WHITE, 6)
    s.box(x, y, w, h, hsv(206, s.rng.uniform(0.15, 0.4), 0.95))
    s.oval(x + w * 0.7, y + h * 0.3, 30, 30, hsv(46, 0.35, 1))
    s.box(x + w / 2 - 5, y, 10, h, WHITE)


def _leafy(s: Sketch, x: float, y: float, size: float, tone: Colour) -> None:
    s.oval(x, y, size, size * 0.86, shade(tone, 0.72))
    for n in range(7):
        angle = n * 0.9 + s.rng.uniform(-0.2, 0.2)
        s.oval(
            x + math.cos(angle) * size * 0.42,
            y + math.sin(angle) * size * 0.34,
            size * 0.52,
            size * 0.46,
            shade(tone, 0.86 + 0.05 * n),
        )
    s.oval(x, y, size * 0.3, size * 0.28, shade(tone, 1.3))


def _root(s: Sketch, x: float, y: float, size: float, tone: Colour) -> None:
    s.shape(
        [(x - size * 0.3, y - size * 0.5), (x + size * 0.3, y - size * 0.5), (x, y + size)], tone
    )
    s.oval(x, y - size * 0.5, size * 0.3, size * 0.2, shade(tone, 1.08))
    for lean in (-0.22, 0, 0.22):
        s.line(
            [(x, y - size * 0.6), (x + size * lean, y - size * 1.05)],
            hsv(115, 0.55, 0.55),
            size * 0.09,
        )


def _fruit(s: Sketch, x: float, y: float, size: float, tone: Colour) -> None:
    s.oval(x, y, size * 0.62, size * 0.58, tone)
    s.oval(x - size * 0.2, y - size * 0.2, size * 0.16, size * 0.12, shade(tone, 1.35))
    s.oval(x, y - size * 0.5, size * 0.16, size * 0.08, hsv(110, 0.6, 0.45))


def vegetables(s: Sketch) -> None:
    """Crates of cabbages, carrots, tomatoes, cucumbers and eggs."""
    rng = s.rng
    _room(s, rng.uniform(250, 330))
    for stripe in range(8):
        tone = rng.choice((RED, hsv(140, 0.5, 0.55))) if stripe % 2 else WHITE
        s.shape(
            [
                (stripe * 150, 0),
                (stripe * 150 + 150, 0),
                (stripe * 150 + 150, 90),
                (stripe * 150 + 75, 130),
                (stripe * 150, 90),
            ],
            tone,
        )
    crate = hsv(rng.choice((30, 212, 130)), 0.5, 0.66)
    for row in range(2):
        for column in range(3):
            x, y = 50 + column * 380 + rng.uniform(-8, 8), 300 + row * 290
            s.box(x, y, 340, 230, shade(crate, 0.7), 12)
            kind = rng.randrange(5)
            for n in range(12):
                vx, vy = x + 52 + (n % 4) * 78, y + 36 + (n // 4) * 56
                vx, vy = vx + rng.uniform(-10, 10), vy + rng.uniform(-8, 8)
                if kind == 0:
                    _leafy(s, vx, vy, 54, hsv(rng.uniform(88, 112), 0.4, 0.72))
                elif kind == 1:
                    _root(s, vx, vy, 60, hsv(26, 0.75, 0.95))
                elif kind == 2:
                    _fruit(s, vx, vy, 60, hsv(rng.uniform(2, 14), 0.78, 0.86))
                elif kind == 3:
                    s.line(
                        [(vx - 40, vy + 14), (vx + 40, vy - 14)],
                        hsv(112, 0.6, rng.uniform(0.4, 0.55)),
                        26,
                    )
                else:
                    s.oval(
                        vx,
                        vy,
                        26,
                        34,
                        rng.choice(((238, 206, 172), (228, 190, 152), (246, 226, 204))),
                    )
            s.box(x - 8, y + 168, 356, 82, crate, 10)
            for slit in range(4):
                s.box(x + 28 + slit * 78, y + 196, 50, 14, shade(crate, 0.74), 6)


def _mask(s: Sketch, x: float, y: float, w: float, tone: Colour) -> None:
    h = w * 0.58
    s.arc(x - w * 0.06, y + h / 2, h * 0.42, 90, 270, shade(tone, 0.8), 5)
    s.arc(x + w * 1.06, y + h / 2, h * 0.42, 270, 90, shade(tone, 0.8), 5)
    s.box(x, y, w, h, tone, w * 0.08)
    s.box(x + w * 0.04, y + h * 0.06, w * 0.92, h * 0.1, shade(tone, 1.1), 4)
    for fold in (0.34, 0.52, 0.7):
        s.box(x + w * 0.03, y + h * fold, w * 0.94, 5, shade(tone, 0.86))


def mask(s: Sketch) -> None:
    """Masks in rows on a line, or a big one with boxes."""
    rng = s.rng
    _room(s, rng.uniform(120, 640))
    tone = hsv(rng.choice((198, 205, 190, 0)), rng.choice((0.3, 0.4, 0.03)), 0.93)
    if rng.random() < 0.55:
        s.shape([(120, 240), (1080, 240), (1240, 900), (-40, 900)], (196, 202, 210))
        for row in range(3):
            width = 210 + row * 46
            for column in range(4):
                _mask(
                    s,
                    600 + (column - 2) * (width + 44) + 22,
                    270 + row * 205 + rng.uniform(-5, 5),
                    width,
                    tone,
                )
        return
    for n in range(rng.randint(2, 4)):
        box = hsv(rng.choice((205, 150, 30)), 0.4, rng.uniform(0.7, 0.85))
        x, y = 70 + n * 270 + rng.uniform(-20, 20), 210 + rng.uniform(-30, 60)
        s.box(x, y, 240, 330, box, 8)
        s.box(x + 105, y, 30, 330, shade(box, 1.15))
    _mask(s, rng.uniform(260, 380), rng.uniform(420, 480), rng.uniform(480, 560), tone)


def hotline(s: Sketch) -> None:
    """Somebody with a headset at a desk by the window, a telephone before them."""
    rng = s.rng
    wood = _room(s, 640)
    _window(s, rng.choice((80, 780)), 90, 330, 300)
    x = 600 + rng.uniform(-60, 60)
    coat = hsv(rng.choice((205, 340, 160, 30)), 0.38, 0.68)
    hair = rng.choice((DARK, hsv(20, 0.4, 0.25)))
    s.box(x - 170, 400, 340, 320, coat, 110)
    s.oval(x, 300, 118, 132, hair)
    if rng.random() < 0.5:
        s.box(x - 118, 300, 236, 150, hair, 50)
    s.oval(x, 318, 94, 108, rng.choice(SKIN))
    s.oval(x, 232, 92, 46, hair)
    for eye in (-36, 36):
        s.oval(x + eye, 312, 9, 11, DARK)
    s.box(x - 72, 346, 144, 74, hsv(200, 0.18, 0.96), 24)
    s.arc(x, 300, 124, 190, 350, DARK, 14)
    for ear in (-118, 118):
        s.oval(x + ear, 310, 26, 40, DARK)
    s.line([(x - 118, 340), (x - 90, 400), (x - 40, 410)], DARK, 7)
    s.box(0, 660, W, 240, shade(wood, 0.8))
    s.box(0, 650, W, 24, shade(wood, 1.12))
    phone = rng.choice((RED, DARK, hsv(212, 0.5, 0.6)))
    px = rng.uniform(120, 260)
    s.box(px, 690, 230, 130, phone, 26)
    s.box(px - 16, 660, 262, 48, shade(phone, 0.8), 24)
    for key in range(9):
        s.oval(px + 80 + key % 3 * 36, 738 + key // 3 * 26, 11, 9, WHITE)
    s.shape([(820, 720), (1080, 700), (1110, 830), (840, 850)], WHITE)
    for ruled in range(4):
        s.line([(850, 745 + ruled * 24), (1060, 729 + ruled * 24)], (190, 196, 206), 3)
    s.oval(720, 770, 44, 18, shade(wood, 0.6))
    s.box(680, 700, 80, 74, hsv(rng.uniform(0, 360), 0.35, 0.88), 12)


def school(s: Sketch) -> None:
    """A lesson on a screen at home: books, a pencil, a child's desk."""
    rng = s.rng
    wood = _room(s, 620)
    _window(s, rng.choice((60, 860)), 80, 270, 260)
    x = rng.uniform(330, 420)
    s.box(x, 210, 520, 350, DARK, 18)
    board = rng.choice((hsv(150, 0.45, 0.36), hsv(205, 0.3, 0.9), WHITE))
    s.box(x + 18, 228, 484, 306, board)
    ink = WHITE if sum(board) < 380 else hsv(215, 0.6, 0.5)
    s.arc(x + 160, 380, 78, 0, 360, ink, 5)
    s.line([(x + 160, 380), (x + 215, 325)], ink, 5)
    s.shape([(x + 300, 450), (x + 440, 450), (x + 300, 330)], shade(ink, 0.9))
    s.line([(x + 60, 500), (x + 440, 500)], ink, 4)
    s.box(x + 225, 560, 70, 70, DARK)
    s.box(x + 150, 622, 220, 16, DARK, 8)
    s.box(0, 640, W, 260, shade(wood, 0.84))
    for n in range(rng.randint(3, 6)):
        tone = hsv(rng.uniform(0, 360), 0.45, 0.78)
        s.box(70 + rng.uniform(-12, 12), 790 - n * 34, 260, 32, tone, 5)
    s.shape([(520, 720), (700, 700), (705, 850), (500, 870)], WHITE)
    s.shape([(700, 700), (880, 720), (905, 868), (705, 850)], shade(WHITE, 0.94))
    for ruled in range(5):
        s.line([(535, 745 + ruled * 24), (680, 730 + ruled * 24)], (180, 196, 220), 3)
        s.line([(725, 730 + ruled * 24), (870, 747 + ruled * 24)], (180, 196, 220), 3)
    s.line([(930, 840), (1060, 720)], hsv(44, 0.8, 0.95), 16)
    s.line([(1060, 720), (1076, 705)], hsv(350, 0.5, 0.9), 16)


def medicine(s: Sketch) -> None:
    """Boxes, bottles and blister packs on a table."""
    rng = s.rng
    _room(s, rng.uniform(360, 460))
    for n in range(rng.randint(3, 5)):
        tone = hsv(rng.choice((205, 150, 350, 40, 270)), 0.42, 0.82)
        x, h = 70 + n * 210 + rng.uniform(-15, 15), rng.uniform(200, 320)
        if rng.random() < 0.55:
            s.box(x, 640 - h, 170, h, WHITE, 6)
            s.box(x, 640 - h * 0.5, 170, h * 0.3, tone)
            s.oval(x + 85, 640 - h * 0.75, 24, 24, tone)
        else:
            s.box(x + 10, 640 - h * 0.8, 140, h * 0.8, hsv(28, 0.65, 0.66), 30)
            s.box(x + 34, 640 - h, 92, h * 0.22, WHITE, 10)
            s.box(x + 10, 640 - h * 0.55, 140, h * 0.3, (244, 240, 230))
    px, py = rng.uniform(180, 560), rng.uniform(690, 720)
    s.box(px, py, 420, 150, (206, 212, 220), 18)
    for n in range(12):
        pill = hsv(rng.choice((0, 40, 205)), 0.3, 0.96)
        s.oval(px + 48 + n % 6 * 65, py + 42 + n // 6 * 64, 24, 20, (176, 184, 194))
        s.oval(px + 46 + n % 6 * 65, py + 39 + n // 6 * 64, 21, 17, pill)


def donation(s: Sketch) -> None:
    """A red box with a heart, parcels around it."""
    rng = s.rng
    _room(s, rng.uniform(420, 520))
    for _ in range(rng.randint(5, 9)):
        tone = hsv(rng.uniform(26, 38), rng.uniform(0.3, 0.5), rng.uniform(0.66, 0.84))
        w, h = rng.uniform(130, 220), rng.uniform(90, 150)
        x, y = rng.uniform(20, 1000), rng.uniform(330, 560)
        s.box(x, y, w, h, tone, 4)
        s.box(x + w * 0.44, y, w * 0.12, h, shade(tone, 1.14))
        s.box(x, y, w, h * 0.08, shade(tone, 0.86))
    x, y = rng.uniform(380, 460), rng.uniform(380, 430)
    s.box(x, y, 360, 400, RED, 14)
    s.box(x - 12, y - 16, 384, 60, shade(RED, 0.85), 10)
    s.box(x + 110, y + 4, 140, 16, (90, 20, 20), 6)
    cx, cy = x + 180, y + 200
    s.oval(cx - 42, cy - 20, 52, 50, hsv(46, 0.45, 1))
    s.oval(cx + 42, cy - 20, 52, 50, hsv(46, 0.45, 1))
    s.shape([(cx - 90, cy), (cx + 90, cy), (cx, cy + 100)], hsv(46, 0.45, 1))
    for n in range(rng.randint(2, 4)):
        s.shape(
            [
                (x + 420 + n * 44, 800 - n * 20),
                (x + 560 + n * 44, 780 - n * 20),
                (x + 572 + n * 44, 842 - n * 20),
                (x + 432 + n * 44, 862 - n * 20),
            ],
            hsv(350, 0.25 + 0.06 * n, 0.9),
        )


def flowers(s: Sketch) -> None:
    """A vase of flowers on a sill."""
    rng = s.rng
    _room(s, 700)
    _window(s, 250, 70, 700, 520)
    for n in range(rng.randint(5, 9)):
        angle = math.radians(-90 + (n - 4) * 15 + rng.uniform(-6, 6))
        reach = rng.uniform(210, 330)
        x, y = 600 + math.cos(angle) * reach, 600 + math.sin(angle) * reach
        s.line([(600, 600), (x, y)], hsv(115, 0.5, 0.5), 7)
        s.oval((600 + x) / 2 + 14, (600 + y) / 2, 34, 13, hsv(118, 0.45, 0.58))
        tone = hsv(rng.choice((345, 50, 25, 290, 0)), rng.uniform(0.35, 0.7), 0.95)
        for petal in range(6):
            turn = petal * math.pi / 3
            s.oval(x + math.cos(turn) * 30, y + math.sin(turn) * 30, 26, 26, tone)
        s.oval(x, y, 20, 20, hsv(45, 0.75, 0.98))
    vase = hsv(rng.choice((205, 20, 160)), 0.4, 0.75)
    s.shape([(520, 570), (680, 570), (730, 800), (470, 800)], vase)
    s.oval(600, 570, 80, 22, shade(vase, 0.8))
    s.oval(600, 800, 130, 26, vase)

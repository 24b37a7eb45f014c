"""Scenes under the sky: checkpoints, streets, works, fields."""

from .sketch import DARK, RED, WHITE, Colour, Sketch, W, hsv, shade

_VESTS: tuple[Colour, ...] = (RED, (226, 106, 44), (40, 120, 190))


def _street(s: Sketch, horizon: float) -> None:
    s.sky(horizon)
    s.skyline(horizon)
    s.ground(horizon, hsv(s.rng.uniform(30, 60), 0.06, s.rng.uniform(0.66, 0.8)))


def _coat(s: Sketch) -> Colour:
    return hsv(s.rng.choice((215, 225, 350, 140, 30)), s.rng.uniform(0.25, 0.5), 0.45)


def _tent(s: Sketch, x: float, base: float, width: float, tone: Colour) -> None:
    top = base - width * 0.78
    s.box(x + 12, top + width * 0.24, width - 24, base - top - width * 0.24, shade(tone, 0.62))
    s.shape(
        [
            (x - 20, top + width * 0.28),
            (x + width + 20, top + width * 0.28),
            (x + width * 0.78, top),
            (x + width * 0.22, top),
        ],
        tone,
    )
    step = (width + 40) / 10
    for n in range(10):
        left = x - 20 + n * step
        fill = tone if n % 2 else WHITE
        s.shape(
            [
                (left, top + width * 0.28),
                (left + step, top + width * 0.28),
                (left + step, top + width * 0.36),
                (left + step / 2, top + width * 0.4),
                (left, top + width * 0.36),
            ],
            fill,
        )
    for post in (x, x + width - 12):
        s.box(post, top + width * 0.28, 12, base - top - width * 0.28, (225, 225, 225))


def _barrier(s: Sketch, x: float, base: float, width: float) -> None:
    s.box(x, base - 110, 26, 110, (230, 180, 50), 4)
    s.box(x + 10, base - 96, width, 20, WHITE, 6)
    for n in range(int(width // 60)):
        left = x + 30 + n * 60
        s.shape(
            [
                (left, base - 96),
                (left + 26, base - 96),
                (left + 18, base - 76),
                (left - 8, base - 76),
            ],
            RED,
        )


def _cone(s: Sketch, x: float, base: float) -> None:
    s.shape(
        [(x - 18, base), (x + 18, base), (x + 5, base - 62), (x - 5, base - 62)], (236, 104, 40)
    )
    s.shape(
        [(x - 12, base - 22), (x + 12, base - 22), (x + 8, base - 40), (x - 8, base - 40)], WHITE
    )
    s.box(x - 26, base - 6, 52, 8, (210, 86, 34), 3)


def _car(s: Sketch, x: float, base: float, tone: Colour) -> None:
    s.shape(
        [(x + 50, base - 86), (x + 90, base - 138), (x + 210, base - 138), (x + 262, base - 86)],
        shade(tone, 0.9),
    )
    s.shape(
        [(x + 72, base - 88), (x + 98, base - 128), (x + 146, base - 128), (x + 146, base - 88)],
        hsv(205, 0.25, 0.82),
    )
    s.shape(
        [(x + 156, base - 88), (x + 156, base - 128), (x + 204, base - 128), (x + 238, base - 88)],
        hsv(205, 0.25, 0.82),
    )
    s.box(x, base - 90, 320, 62, tone, 22)
    for wheel in (x + 70, x + 250):
        _wheel(s, wheel, base - 28, 32)


def _wheel(s: Sketch, x: float, y: float, r: float) -> None:
    s.oval(x, y, r, r, (40, 40, 44))
    s.oval(x, y, r * 0.5, r * 0.5, (176, 178, 184))


def checkpoint(s: Sketch) -> None:
    """A tent, a barrier, people with red armbands and a car that waits."""
    rng = s.rng
    horizon = rng.uniform(420, 500)
    _street(s, horizon)
    s.tree(rng.uniform(60, 200), horizon + 60, rng.uniform(220, 330))
    tone = rng.choice((hsv(212, 0.6, 0.62), RED, hsv(140, 0.45, 0.48)))
    left = rng.random() < 0.5
    _tent(s, 90 if left else 740, horizon + 210, rng.uniform(330, 390), tone)
    _car(s, 800 if left else 60, horizon + 190, hsv(rng.uniform(0, 360), rng.uniform(0, 0.5), 0.8))
    _barrier(s, 500 if left else 260, 800, rng.uniform(380, 460))
    for n in range(rng.randint(2, 3)):
        s.person(
            450 + n * 150 + rng.uniform(-20, 20),
            760 + n * 30,
            rng.uniform(300, 340),
            _coat(s),
            vest=rng.choice((*_VESTS, None)),
            armband=True,
        )
    for n in range(rng.randint(1, 3)):
        _cone(s, 140 + n * 90 + rng.uniform(-20, 20), 850)


def lorry(s: Sketch) -> None:
    """A lorry on a road."""
    rng = s.rng
    horizon = rng.uniform(430, 500)
    s.sky(horizon)
    s.skyline(horizon)
    s.ground(horizon, hsv(rng.uniform(60, 110), 0.2, 0.66))
    s.box(0, 640, W, 220, (112, 114, 120))
    for x in range(int(rng.uniform(-80, 0)), W, 180):
        s.box(x, 744, 90, 10, WHITE)
    for n in range(rng.randint(2, 4)):
        s.tree(80 + n * 320 + rng.uniform(-60, 60), 640, rng.uniform(170, 260))
    tone = hsv(rng.choice((0, 212, 150, 40, 25)), 0.6, 0.74)
    x, base = rng.uniform(120, 240), 740.0
    s.box(x, base - 330, 570, 270, shade(tone, 1.15) if rng.random() < 0.5 else WHITE, 10)
    for n in range(1, 6):
        s.box(x + n * 95, base - 322, 4, 254, shade(WHITE, 0.86))
    s.box(x, base - 200, 570, 34, tone)
    s.box(x - 8, base - 62, 800, 26, DARK)
    s.box(x + 590, base - 260, 190, 205, tone, 26)
    s.shape(
        [
            (x + 668, base - 246),
            (x + 756, base - 246),
            (x + 774, base - 150),
            (x + 668, base - 150),
        ],
        hsv(205, 0.3, 0.85),
    )
    s.box(x + 752, base - 84, 34, 20, hsv(48, 0.6, 1), 6)
    for wheel in (100, 190, 470, 690):
        _wheel(s, x + wheel, base - 30, 46)
    if rng.random() < 0.6:
        s.person(x + 880, base + 90, 300, _coat(s), vest=rng.choice(_VESTS), armband=True)


def disinfection(s: Sketch) -> None:
    """People in white with sprayers before a block of flats."""
    rng = s.rng
    horizon = rng.uniform(540, 600)
    _street(s, horizon)
    for x in (40.0, 430.0, 820.0):
        s.block(
            x,
            horizon,
            rng.uniform(280, 340),
            rng.randint(4, 7),
            hsv(rng.uniform(15, 50), 0.2, 0.86),
        )
    for n in range(rng.randint(1, 3)):
        x, base = 260 + n * 300 + rng.uniform(-40, 40), rng.uniform(790, 850)
        s.box(x - 90, base - 270, 70, 130, hsv(rng.choice((45, 205, 140)), 0.6, 0.85), 16)
        s.person(x, base, 350, WHITE, hood=True)
        s.line([(x + 78, base - 190), (x + 190, base - 150)], DARK, 7)
        for puff in range(16):
            reach = rng.uniform(10, 170)
            y = base - 150 + reach * rng.uniform(-0.25, 0.55)
            size = 5 + reach * 0.1
            s.oval(x + 192 + reach, y, size, size * 0.8, (232 - puff, 240 - puff, 246 - puff))


def factory(s: Sketch) -> None:
    """Halls with sawtooth roofs, chimneys and workers at the gate."""
    rng = s.rng
    horizon = rng.uniform(580, 640)
    _street(s, horizon)
    tone = hsv(rng.choice((205, 25, 355, 160)), rng.uniform(0.18, 0.38), 0.8)
    for n in range(rng.randint(1, 3)):
        x, height = 760 + n * 110, rng.uniform(330, 430)
        s.shape(
            [
                (x, horizon),
                (x + 60, horizon),
                (x + 48, horizon - height),
                (x + 12, horizon - height),
            ],
            hsv(12, 0.3, 0.66),
        )
        s.box(x + 10, horizon - height + 30, 40, 22, WHITE)
        for puff in range(6):
            s.oval(
                x + 30 + puff * 26,
                horizon - height - 20 - puff * 22,
                20 + puff * 8,
                14 + puff * 5,
                (236 - 3 * puff, 238 - 3 * puff, 242 - 3 * puff),
            )
    count, width = rng.randint(3, 5), rng.uniform(190, 230)
    for n in range(count):
        x = 40 + n * width
        s.shape(
            [(x, horizon - 190), (x + width, horizon - 190), (x + width, horizon - 300)],
            shade(tone, 0.84),
        )
        s.box(x, horizon - 190, width, 190, tone)
        s.box(x + 24, horizon - 150, width - 48, 56, hsv(46, 0.42, 0.98), 4)
    s.box(110, horizon - 84, 130, 84, shade(tone, 0.6))
    for n in range(rng.randint(3, 6)):
        s.person(180 + n * 170 + rng.uniform(-15, 15), 850, 270, hsv(215, 0.5, 0.55))


def apartments(s: Sketch) -> None:
    """Blocks of flats with a gate, trees and somebody who carries bags."""
    rng = s.rng
    horizon = rng.uniform(620, 680)
    _street(s, horizon)
    x = rng.uniform(-40, 40)
    while x < W:
        width = rng.uniform(220, 340)
        s.block(
            x,
            horizon,
            width,
            rng.randint(5, 9),
            hsv(rng.uniform(10, 60), rng.uniform(0.1, 0.3), 0.88),
        )
        x += width + rng.uniform(30, 110)
    for n in range(rng.randint(2, 4)):
        s.tree(90 + n * 340 + rng.uniform(-60, 60), horizon + 40, rng.uniform(180, 280))
    person = rng.uniform(380, 820)
    s.person(person, 850, 300, _coat(s), vest=rng.choice((RED, None)))
    for bag in (-78, 66):
        s.box(person + bag, 715, 46, 62, hsv(rng.choice((0, 120, 50)), 0.35, 0.92), 8)


def snow(s: Sketch) -> None:
    """A checkpoint in falling snow."""
    rng = s.rng
    horizon = rng.uniform(460, 520)
    s.wash(hsv(214, 0.2, rng.uniform(0.55, 0.8)), hsv(210, 0.06, 0.92), 0, horizon)
    s.skyline(horizon)
    s.ground(horizon, (240, 244, 250))
    for n in range(rng.randint(2, 4)):
        s.tree(70 + n * 330 + rng.uniform(-50, 50), horizon + 60, rng.uniform(230, 360))
    _tent(s, rng.uniform(90, 700), horizon + 210, 350, hsv(rng.choice((212, 0, 140)), 0.5, 0.58))
    for n in range(rng.randint(1, 3)):
        x = 380 + n * 230 + rng.uniform(-30, 30)
        s.person(x, 800, 320, _coat(s), vest=RED)
        s.line([(x + 80, 640), (x + 110, 830)], hsv(30, 0.5, 0.5), 8)
        s.shape([(x + 84, 820), (x + 138, 812), (x + 142, 862), (x + 92, 868)], (150, 156, 166))
    for _ in range(4):
        s.oval(rng.uniform(0, W), rng.uniform(850, 900), rng.uniform(120, 260), 46, (250, 252, 255))
    for _ in range(230):
        size = rng.uniform(1.5, 6)
        s.oval(rng.uniform(0, W), rng.uniform(0, 900), size, size, (252, 253, 255))


def field(s: Sketch) -> None:
    """Greenhouses and rows of winter wheat."""
    rng = s.rng
    horizon = rng.uniform(360, 430)
    s.sky(horizon)
    hills = hsv(rng.uniform(190, 230), 0.16, 0.7)
    for n in range(4):
        s.oval(
            n * 380 + rng.uniform(-60, 60),
            horizon + 30,
            330,
            rng.uniform(60, 130),
            shade(hills, 1 + n * 0.03),
        )
    s.ground(horizon, hsv(34, 0.38, 0.6))
    green = hsv(rng.uniform(88, 120), 0.5, 0.6)
    vanish = rng.uniform(300, 900)
    for n in range(-14, 15):
        foot = vanish + n * 190
        s.shape(
            [
                (vanish + n * 14, horizon),
                (vanish + n * 14 + 7, horizon),
                (foot + 95, 900),
                (foot, 900),
            ],
            shade(green, 1 + 0.06 * (n % 3)),
        )
    for n in range(rng.randint(2, 3)):
        x, y = 60 + n * 380 + rng.uniform(-20, 20), horizon + 120
        s.pen.pieslice(
            [x * 2, (y - 130) * 2, (x + 300) * 2, (y + 130) * 2], 180, 360, (226, 238, 240)
        )
        for rib in range(1, 6):
            s.arc(x + 150, y, 150 - rib * 22, 180, 360, (190, 208, 212), 3)
        s.box(x + 130, y - 62, 40, 62, (150, 172, 176), 4)
    for _ in range(rng.randint(1, 2)):
        s.person(rng.uniform(200, 1000), rng.uniform(780, 850), 290, _coat(s))


def hospital(s: Sketch) -> None:
    """A hospital with its cross, an ambulance, staff in white."""
    rng = s.rng
    horizon = rng.uniform(580, 630)
    _street(s, horizon)
    tone = rng.choice(((240, 240, 236), (226, 234, 240), (240, 230, 220)))
    s.block(rng.uniform(80, 160), horizon, rng.uniform(640, 780), rng.randint(5, 7), tone)
    s.box(410, horizon - 96, 160, 96, hsv(205, 0.35, 0.62))
    x, y = rng.uniform(430, 540), 190.0
    s.oval(x, y, 66, 66, WHITE)
    s.box(x - 14, y - 44, 28, 88, RED)
    s.box(x - 44, y - 14, 88, 28, RED)
    left = rng.uniform(720, 820)
    s.box(left, 630, 330, 150, WHITE, 18)
    s.box(left, 700, 330, 18, RED)
    s.box(left + 230, 648, 80, 50, hsv(205, 0.3, 0.8), 8)
    s.box(left + 130, 612, 50, 20, hsv(215, 0.8, 0.9), 6)
    for wheel in (70, 260):
        _wheel(s, left + wheel, 780, 34)
    for n in range(rng.randint(2, 3)):
        s.person(
            180 + n * 170 + rng.uniform(-20, 20),
            850,
            330,
            rng.choice((WHITE, hsv(195, 0.25, 0.85))),
            hood=True,
        )


def volunteers(s: Sketch) -> None:
    """A row of volunteers in vests with a tricycle of goods."""
    rng = s.rng
    horizon = rng.uniform(480, 560)
    _street(s, horizon)
    s.block(rng.uniform(20, 120), horizon, 360, rng.randint(4, 6), hsv(20, 0.22, 0.86))
    s.block(rng.uniform(680, 780), horizon, 380, rng.randint(3, 6), hsv(45, 0.2, 0.88))
    vest = rng.choice(_VESTS)
    count = rng.randint(3, 6)
    for n in range(count):
        x = 600 + (n - (count - 1) / 2) * (760 / count) + rng.uniform(-10, 10)
        s.person(x, 780 + rng.uniform(-14, 14), rng.uniform(320, 370), _coat(s), vest=vest)
    for n in range(rng.randint(3, 7)):
        s.box(
            120 + n * 150 + rng.uniform(-20, 20),
            812 + rng.uniform(-10, 10),
            92,
            66,
            hsv(rng.choice((30, 34, 38)), 0.45, rng.uniform(0.68, 0.82)),
            5,
        )

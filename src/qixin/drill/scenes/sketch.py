"""A sheet of 1200 × 900 to draw on, with the things that several scenes share."""

import colorsys
import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]
W, H = 1200, 900
SCALE = 2
SKIN: tuple[Colour, ...] = ((240, 205, 175), (232, 190, 158), (246, 214, 188))
WHITE: Colour = (250, 250, 248)
RED: Colour = (206, 52, 48)
DARK: Colour = (58, 62, 72)


def hsv(hue: float, saturation: float, value: float) -> Colour:
    """A colour from hue in degrees, saturation and value from 0 to 1."""
    r, g, b = colorsys.hsv_to_rgb((hue % 360) / 360, saturation, value)
    return int(r * 255), int(g * 255), int(b * 255)


def shade(colour: Colour, factor: float) -> Colour:
    """The colour lighter (factor above 1) or darker."""
    r, g, b = (max(0, min(255, int(part * factor))) for part in colour)
    return r, g, b


@dataclass
class Sketch:
    """Draws in units of the final picture; the canvas beneath is twice as large."""

    pen: ImageDraw.ImageDraw
    canvas: Image.Image
    rng: Random

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, r: float = 0) -> None:
        """A rectangle by its corner and size, with rounded corners of radius r."""
        area = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        if r:
            self.pen.rounded_rectangle(area, radius=r * SCALE, fill=fill)
        else:
            self.pen.rectangle(area, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """An ellipse by its centre and half axes."""
        self.pen.ellipse(
            [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=fill
        )

    def shape(self, points: list[Point], fill: Colour) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: list[Point], fill: Colour, width: float) -> None:
        """A line with round joints."""
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=fill,
            width=int(width * SCALE),
            joint="curve",
        )

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, fill: Colour, width: float
    ) -> None:
        """Part of a circle, angles in degrees clockwise from the right."""
        self.pen.arc(
            [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE],
            start,
            end,
            fill=fill,
            width=int(width * SCALE),
        )

    def wash(self, top: Colour, bottom: Colour, y0: float = 0, y1: float = H) -> None:
        """A vertical gradient across the sheet."""
        strip = Image.new("RGB", (1, 2))
        strip.putdata([top, bottom])
        height = int((y1 - y0) * SCALE)
        self.canvas.paste(
            strip.resize((1, height), Image.Resampling.BILINEAR).resize(
                (self.canvas.width, height)
            ),
            (0, int(y0 * SCALE)),
        )

    def sky(self, horizon: float) -> None:
        """A winter sky: clear, grey, dawn, dusk or night."""
        rng = self.rng
        top, bottom = rng.choice(
            (
                (hsv(208, 0.45, 0.86), hsv(205, 0.12, 0.97)),
                (hsv(212, 0.12, 0.78), hsv(210, 0.04, 0.93)),
                (hsv(220, 0.35, 0.72), hsv(28, 0.35, 0.98)),
                (hsv(232, 0.45, 0.52), hsv(16, 0.45, 0.92)),
                (hsv(228, 0.55, 0.24), hsv(220, 0.4, 0.46)),
            )
        )
        self.wash(top, bottom, 0, horizon)
        glow = shade(bottom, 1.12)
        self.oval(rng.uniform(150, 1050), rng.uniform(90, 230), 46, 46, glow)
        for _ in range(rng.randrange(0, 4)):
            x, y, size = rng.uniform(0, W), rng.uniform(60, 260), rng.uniform(40, 80)
            cloud = tuple((a + 2 * b) // 3 for a, b in zip(glow, bottom, strict=True))
            for dx, k in ((-1.1, 0.6), (0, 1), (1.1, 0.7)):
                self.oval(x + dx * size, y, size * k * 1.3, size * k * 0.5, cloud)  # type: ignore[arg-type]

    def skyline(self, horizon: float) -> None:
        """Distant houses on the horizon."""
        rng = self.rng
        tone = hsv(rng.uniform(200, 240), 0.12, rng.uniform(0.62, 0.78))
        x = -20.0
        while x < W:
            width, height = rng.uniform(50, 120), rng.uniform(40, 170)
            self.box(x, horizon - height, width, height, shade(tone, rng.uniform(0.92, 1.06)))
            x += width + rng.uniform(0, 40)

    def ground(self, horizon: float, tone: Colour) -> None:
        """The ground from the horizon down, a little darker in front."""
        self.wash(shade(tone, 1.06), shade(tone, 0.88), horizon, H)

    def block(self, x: float, base: float, w: float, floors: int, tone: Colour) -> None:
        """A block of flats with lit and dark windows, standing on `base`."""
        rng = self.rng
        storey = 58.0
        height = floors * storey + 26
        self.box(x, base - height, w, height, tone)
        self.box(x - 6, base - height - 12, w + 12, 14, shade(tone, 0.8))
        columns = max(2, int(w // 62))
        pitch = w / columns
        lit, dim = hsv(44, 0.5, 1.0), hsv(210, 0.25, 0.55)
        for floor in range(floors):
            y = base - height + 22 + floor * storey
            for column in range(columns):
                wx = x + column * pitch + pitch * 0.22
                self.box(wx, y, pitch * 0.56, 34, lit if rng.random() < 0.35 else dim, 3)
                self.box(wx, y + 34, pitch * 0.56, 4, shade(tone, 0.82))

    def tree(self, x: float, base: float, size: float) -> None:
        """A bare winter tree or an evergreen."""
        rng = self.rng
        trunk = hsv(24, 0.35, 0.36)
        if rng.random() < 0.5:
            green = hsv(rng.uniform(130, 165), 0.42, 0.42)
            self.box(x - size * 0.04, base - size * 0.2, size * 0.08, size * 0.2, trunk)
            for step in range(3):
                y, half = base - size * (0.14 + 0.26 * step), size * (0.3 - 0.07 * step)
                peak = y - size * 0.42
                self.shape([(x - half, y), (x + half, y), (x, peak)], shade(green, 1 + 0.08 * step))
            return
        self._branch(x, base, -90, size * 0.36, size * 0.05, trunk, 4)

    def _branch(
        self, x: float, y: float, angle: float, length: float, width: float, tone: Colour, left: int
    ) -> None:
        end_x = x + length * math.cos(math.radians(angle))
        end_y = y + length * math.sin(math.radians(angle))
        self.line([(x, y), (end_x, end_y)], tone, max(1.5, width))
        if left:
            for turn in (-self.rng.uniform(15, 38), self.rng.uniform(15, 38)):
                self._branch(
                    end_x, end_y, angle + turn, length * 0.72, width * 0.62, tone, left - 1
                )

    def person(
        self, x: float, base: float, size: float, coat: Colour, *, vest: Colour | None = None,
        hood: bool = False, armband: bool = False,
    ) -> None:  # fmt: skip
        """A masked figure seen from the front; `size` is its height."""
        rng = self.rng
        skin, legs = rng.choice(SKIN), coat if hood else rng.choice((DARK, hsv(220, 0.4, 0.35)))
        u = size / 10
        self.oval(x, base, 2.4 * u, 0.4 * u, (150, 150, 152))
        self.box(x - 1.2 * u, base - 4.4 * u, 1.05 * u, 4.4 * u, legs, 0.3 * u)
        self.box(x + 0.15 * u, base - 4.4 * u, 1.05 * u, 4.4 * u, legs, 0.3 * u)
        arm = shade(coat, 0.9)
        self.line([(x - 1.4 * u, base - 7.2 * u), (x - 2.2 * u, base - 4.7 * u)], arm, 0.9 * u)
        lift = rng.choice((-4.7, -4.7, -6.4))
        self.line([(x + 1.4 * u, base - 7.2 * u), (x + 2.4 * u, base + lift * u)], arm, 0.9 * u)
        self.box(x - 1.7 * u, base - 7.8 * u, 3.4 * u, 4.1 * u, coat, 0.8 * u)
        if vest:
            self.box(x - 1.4 * u, base - 7.7 * u, 2.8 * u, 3.4 * u, vest, 0.4 * u)
            self.box(x - 1.4 * u, base - 5.6 * u, 2.8 * u, 0.35 * u, hsv(54, 0.5, 1))
        if armband:
            self.line([(x - 1.95 * u, base - 6.2 * u), (x - 1.7 * u, base - 6.7 * u)], RED, u)
        cap = WHITE if hood else rng.choice((DARK, hsv(0, 0.55, 0.5), hsv(215, 0.4, 0.4)))
        self.oval(x, base - 9.0 * u, 1.25 * u, 1.3 * u, cap)
        self.oval(x, base - 8.8 * u, 1.0 * u, 1.05 * u, skin)
        if not hood:
            self.box(x - 1.15 * u, base - 10.2 * u, 2.3 * u, 0.85 * u, cap, 0.4 * u)
        self.oval(x - 0.4 * u, base - 9.0 * u, 0.12 * u, 0.14 * u, DARK)
        self.oval(x + 0.4 * u, base - 9.0 * u, 0.12 * u, 0.14 * u, DARK)
        self.box(x - 0.8 * u, base - 8.65 * u, 1.6 * u, 0.85 * u, hsv(200, 0.16, 0.97), 0.3 * u)

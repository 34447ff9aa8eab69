"""The catalogue of the demo company: product groups, and products with cost and price in pounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_GROUP = """
0001 PAP Paper Products
  PAPER001  2.85   4.49  Copier Paper - A4 80 gsm (500 sheets)
  PAPER002  4.10   6.25  Copier Paper - A3 80 gsm (500 sheets)
  PAPER003  5.60   8.95  Recycled Paper - A4 (500 sheets)
  ENVEL001  6.20  10.50  Envelopes - C4 plain (box of 250)
  ENVEL002  5.75   9.95  Envelopes - DL window (box of 500)
  NOTES001  1.15   2.25  Sticky Notes - 76 x 76 mm
  LABEL001  7.90  13.99  Labels - Laser & Inkjet (100 sheets)
  CARD001   3.33   5.75  Coloured Card - A4 (50 sheets)
0002 WRI Writing & Drawing
  PEN001    0.42   0.95  Ballpoint Pen - Blue
  PEN002    2.10   4.25  Fountain Pen - "Scholar"
  PENC001   1.05   1.99  Pencils - HB (box of 12)
  MARK001   2.64   4.80  Drywipe Markers (pack of 4)
  HIGH001   1.87   3.49  Highlighters (pack of 6)
  RULE001   0.31   0.75  Ruler - 30 cm
  SCALE001  8.40  14.95  Engineer's Scale Rule
  ERAS001   0.18   0.45  Eraser
0003 FIL Filing & Storage
  FILE001   1.22   2.35  Lever Arch File - A4
  FILE002   0.84   1.60  Ring Binder - A4 (25 mm)
  BOX001    1.95   3.60  Archive Box
  SUSP001   9.80  16.50  Suspension Files (box of 50)
  TRAY001   2.75   5.25  Letter Tray
  CAB001   78.50 129.00  Filing Cabinet - 4 Drawer
  SHRED01  46.20  79.99  Shredder - Cross Cut
  SAFE001  95.00 149.00  Document Safe - 30 l
0004 FUR Office Furniture
  DESK001  112.00 189.00 Desk - Beech (1600 x 800)
  DESK002  184.50 299.00 Desk - Sit & Stand
  CHAIR001  64.75 109.00 Operator's Chair
  CHAIR002 128.00 215.00 Executive Chair - Leather
  TABLE001  88.20 145.00 Café Table - Ø 80 cm
  BOARD001  13.20  20.00 Whiteboard - Drywipe (900 x 1200)
  LAMP001   17.60  29.95 Desk Lamp - LED
  COAT001   21.45  36.50 Coat Stand
0005 MAC Business Machines
  LAM001    45.00  75.00 Laminator - A4
  CALC001    6.10  11.25 Calculator - Desk Top
  BIND001   58.90  99.00 Comb Binder
  PRINT001 164.00 249.00 Laser Printer - Colour
  TONER001  38.75  62.50 Toner Cartridge - Black
  TONER002  49.10  79.50 Toner Cartridge - Colour
  PHONE001  24.80  42.00 Desk Telephone
  FAX001    72.00 110.00 Fax Machine
0006 BKS Books & Diaries
  DIARY001   4.20   7.99 Desk Diary - Day a Page
  DIARY002   2.35   4.50 Pocket Diary
  ATLAS001   8.15  14.99 Road Atlas - Britain & Ireland
  DICT001    7.45  12.99 Dictionary - English
  DICT002    9.80  17.50 Dictionary - Français/English
  BOOK001   11.20  19.99 Book-keeping for Beginners
  BOOK002   13.75  24.99 The VAT Guide
  BOOK003    6.60  11.99 First Aid at Work
"""

ZERO_RATED_GROUP = "0006"
INACTIVE = "FAX001"
SLOW_MOVERS = ("SAFE001", "COAT001", INACTIVE, "BOOK003")


@dataclass(frozen=True, slots=True)
class Group:
    """A product group, and the department of its sales."""

    code: str
    department: str
    description: str


@dataclass(frozen=True, slots=True)
class Article:
    """A product of the catalogue. Prices are text, since each company scales them."""

    group: Group
    code: str
    cost: str
    price: str
    name: str


def _articles() -> Iterator[Article]:
    group = Group("", "", "")
    for line in _BY_GROUP.strip().splitlines():
        if line.startswith("  "):
            yield Article(group, *line.split(maxsplit=3))
        else:
            group = Group(*line.split(maxsplit=2))


ARTICLES = tuple(_articles())
GROUPS = tuple(dict.fromkeys(article.group for article in ARTICLES))

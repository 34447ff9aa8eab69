"""Names of customers, suppliers, people and streets, composed of generic words."""

from __future__ import annotations

_PLACES, _TRADES, _GOODS, _FIRST_NAMES, _LAST_NAMES, _STREETS = (
    tuple(line.split(", "))
    for line in """
Harbour, Abbey, Bridge, Castle, Meadow, Orchard, Station, Quayside, Riverside, Hillside, Market, Lighthouse, \
Millstone, Northgate, Southfield, Westbrook, Eastgate, Elm Tree, Silver Birch, Granary, Foundry, Old Mill, Canal, \
Cathedral, Priory, Lakeside, Moorland, Valley, Sunrise, Beacon
Stationers, Office Supplies, Design Services, Print Works, Schools Trust, Leisure Centre, Bookshop, Estate Agents, \
Dental Practice, Hotel & Spa, Garage, Veterinary Centre, Accountants, Architects, Primary School, Logistics, Bakery, \
Garden Centre, Library, Surgery
Paper Mills, Pens & Inks, Filing Systems, Furniture Makers, Machines, Book Wholesale
Anna, Ben, Siobhán, David, Zoë, Fiona, George, Hélène, Ian, Jane, Kieran, Lucy
Archer, O'Brien, Carter, d'Arcy, Evans, Fletcher, Gruber-Schäfer, Hill, King, Ní Bhriain
High Street, Station Road, Mill Lane, St. John's Square, Quay Street, Church Walk
""".strip().splitlines()
)
_ODD_CUSTOMERS = {
    0: "Harbour Stationers",
    1: "O'Neill & Daughters",
    2: 'The "Corner" Shop',
    3: "Müller Bürobedarf",
    7: "Café Lumière",
    11: "Librería Ñandú",
    13: "Smith, Jones & Co",
    17: "St. Mary's C of E School",
}


def customer_name(index: int) -> str:
    """The name of the customer with this index. Names are unique."""
    places, trades = len(_PLACES), len(_TRADES)
    name = f"{_PLACES[index % places]} {_TRADES[(index // places + index) % trades]}"
    branch = index // (places * trades)
    return _ODD_CUSTOMERS.get(index, name if branch == 0 else f"{name} No. {branch + 1}")


def supplier_name(group: int, variant: int) -> str:
    """The name of a supplier of goods of the product group with this index."""
    place, branch = _PLACES[(group * 7 + variant) % len(_PLACES)], variant // len(_PLACES)
    return f"{place} {_GOODS[group]}" + (f" No. {branch + 1}" if branch else "")


def person(index: int) -> tuple[str, str]:
    """First and last name of a contact."""
    return _FIRST_NAMES[index % len(_FIRST_NAMES)], _LAST_NAMES[(index * 3 + index // 12) % len(_LAST_NAMES)]


def street(index: int) -> str:
    """House number and street."""
    return f"{index % 190 + 1} {_STREETS[index % len(_STREETS)]}"


def _letters(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isascii() and letter.isalpha())


def reference(name: str, index: int) -> str:
    """An account reference: three letters of the name and a number."""
    return f"{_letters(name)[:3]}{index + 1:03d}"


def email(name: str, mailbox: str) -> str:
    """An email address in the reserved domain `.example`."""
    return f"{mailbox}@{_letters(name).lower()}.example"

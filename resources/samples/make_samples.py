#!/usr/bin/env python3
"""Writes the sample tables of this folder, the same bytes every time. All names and numbers are made up.

Three organisations compare pay (alder-pay.csv, birch-pay.csv, cedar-pay.csv), each writing numbers in its own
way; two of them have customers in common (alder-customers.csv, birch-customers.xlsx), each writing the
addresses in its own way. Needs nothing beyond Python 3.
"""

import pathlib
import unicodedata
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent

# Per organisation: employee, department, salary, adjustment. Empty is blank.
PAY = {
    "alder": [
        ("A-01", "Sales", "3850.00", "120.50"),
        ("A-02", "Sales", "4125.75", "-80.25"),
        ("A-03", "Finance", "5210.00", "0"),
        ("A-04", "Finance", "", "-1500.00"),
        ("A-05", "Support", "2980.40", "35.00"),
        ("A-06", "Support", "3015.00", ""),
        ("A-07", "Engineering", "6120.00", "410.10"),
        ("A-08", "Engineering", "5890.333333", "-12.50"),
    ],
    "birch": [
        ("B-1", "Sales", "3990.50", "-45.00"),
        ("B-2", "Finance", "4875.00", "210.75"),
        ("B-3", "Support", "2875.25", "-2500.00"),
        ("B-4", "Support", "", ""),
        ("B-5", "Engineering", "6450.00", "99.99"),
        ("B-6", "Engineering", "12075.80", "-0.01"),
    ],
    "cedar": [
        ("C1", "Sales", "4010", "15"),
        ("C2", "Sales", "3720.5", "-15.75"),
        ("C3", "Finance", "5105", ""),
        ("C4", "Support", "", "-300"),
        ("C5", "Engineering", "7010.125", "42.5"),
    ],
}

COMMON = [
    "ada.noor@example.org", "bela.kovács@example.org", "chloé.martin@example.net", "dirk.groß@example.com",
    "emre.yildiz@example.org", "fiona.ó.brien@example.net", "göran.åberg@example.com", "hana.novotná@example.org",
    "ines.peña@example.net", "jörg.müller@example.com", "kaia.sørensen@example.org", "li.wei@example.net",
    "mónica.ruiz@example.com", "nils.ek@example.org", "olga.ivanova@example.net", "pía.díaz@example.com",
    "quentin.roux@example.org",
]
PRODUCTS = ["Basic", "Plus", "Family", "Business"]


def grouped(text):
    """A German bookkeeper's way to write a number: 1.234,50."""
    if not text:
        return ""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = digits.partition(".")
    blocks = []
    while len(whole) > 3:
        blocks.insert(0, whole[-3:])
        whole = whole[:-3]
    return sign + ".".join([whole, *blocks]) + ("," + fraction if fraction else "")


def write_pay():
    def lines(name, delimiter, number):
        yield delimiter.join(["employee", "department", "salary", "adjustment"])
        for employee, department, salary, adjustment in PAY[name]:
            yield delimiter.join([employee, department, number(salary), number(adjustment)])

    (HERE / "alder-pay.csv").write_bytes(("\n".join(lines("alder", ",", str)) + "\n").encode("utf-8"))
    birch = "\r\n".join(lines("birch", ";", grouped)) + "\r\n"
    (HERE / "birch-pay.csv").write_bytes(b"\xef\xbb\xbf" + birch.encode("utf-8"))
    cedar = "\r\n".join(lines("cedar", "\t", lambda text: text.replace(".", ","))) + "\r\n"
    (HERE / "cedar-pay.csv").write_bytes(b"\xff\xfe" + cedar.encode("utf-16-le"))


def alder_customers():
    rows = []
    for i, mail in enumerate(COMMON):
        if i % 4 == 0:
            mail = mail.upper()
        elif i % 4 == 1:
            mail = unicodedata.normalize("NFD", mail)
        elif i % 4 == 2:
            mail = "  " + mail
        rows.append((mail, PRODUCTS[i % 4], f"{40 + 7 * i}.{i * 5 % 100:02d}"))
    for i in range(23):
        rows.append((f"alder.guest{i + 1:02d}@example.org", PRODUCTS[i % 3], f"{15 + i}.50"))
    return sorted(rows, key=lambda row: row[2])


def birch_customers():
    rows = []
    for i, mail in enumerate(COMMON):
        name, _, host = mail.partition("@")
        if i % 3 == 0:
            mail = name.title() + "@" + host
        elif i % 3 == 1:
            mail += "\u00a0"
        rows.append((mail, 45000 + 13 * i, i % 5 + 1))
    for i in range(43):
        rows.append((f"Birch.Friend{i + 1:02d}@Example.com", 45100 + 3 * i, i % 7 + 1))
    return sorted(rows, key=lambda row: row[1])


def write_customers():
    lines = ["email,product,spent"] + [",".join(row) for row in alder_customers()]
    (HERE / "alder-customers.csv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
    write_workbook(HERE / "birch-customers.xlsx", ["email", "since", "orders"], birch_customers())


def write_workbook(path, header, rows):
    """Columns: a shared text, a date, a number."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = header + [row[0] for row in rows]
    cells = ["".join(f'<c r="{chr(65 + i)}1" t="s"><v>{i}</v></c>' for i in range(len(header)))]
    for n, (_, day, count) in enumerate(rows):
        r = n + 2
        cells.append(f'<c r="A{r}" t="s"><v>{len(header) + n}</v></c><c r="B{r}" s="1"><v>{day}</v></c>'
                     f'<c r="C{r}"><v>{count}</v></c>')
    sheet = "".join(f'<row r="{i + 1}">{text}</row>' for i, text in enumerate(cells))
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    plain = '<font/>', '<fill><patternFill patternType="none"/></fill>', '<border/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{content}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{content}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><fonts count="1">{plain[0]}</fonts>'
        f'<fills count="1">{plain[1]}</fills><borders count="1">{plain[2]}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{len(texts)}" uniqueCount="{len(texts)}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, head + text)


if __name__ == "__main__":
    write_pay()
    write_customers()

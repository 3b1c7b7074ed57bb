"""What the journeys do again and again: sign in, fill a field by its label, make files to upload."""

import io
import re
import time

from openpyxl import Workbook
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from accounts.demo import DEMO_PASSWORD


def field(page, label):
    """The field with exactly this label; a mark of a required field counts as part of no label."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))


def fill(page, values):
    for label, value in values.items():
        field(page, label).fill(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page, login, password=DEMO_PASSWORD):
    page.goto("/masuk/login/")
    fill(page, {"Nomor HP atau surel": login, "Kata sandi": password})
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(page).not_to_have_url(re.compile("/masuk/login/"))


def said(page, sentence):
    """The page shows this sentence somewhere a person reads it."""
    expect(page.get_by_text(sentence).first).to_be_visible()


def jpeg(text="Contoh"):
    """A drawn picture, as a file to upload."""
    picture = Image.new("RGB", (900, 700), "#f3ead7")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((200, 150, 700, 550), fill="#c98a2b")
    draw.text((380, 600), text, fill="#333333")
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return {"name": f"{text}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def html_named_jpeg():
    return {"name": "kerupuk.jpg", "mimeType": "image/jpeg", "buffer": b"<html><script>alert(1)</script></html>"}


def csv_file(name, rows):
    text = "\n".join(";".join(row) for row in rows)
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def xlsx_file(name, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": kind, "buffer": out.getvalue()}


def downloaded(page, button):
    with page.expect_download() as waiting:
        press(page, button)
    return waiting.value.path().read_bytes()


WORKER_STANDS = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found && found.active))"
WORKER_CONTROLS = "navigator.serviceWorker.controller !== null"


def until(page, expression, seconds=20):
    """Asks the page again and again; Playwright's own waiting needs eval, which the portal's policy forbids."""
    for _ in range(seconds * 10):
        if page.evaluate(expression):
            return
        time.sleep(0.1)
    raise AssertionError(f"not true within {seconds} s: {expression}")

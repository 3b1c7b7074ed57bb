import io

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from certification import preview
from certification.preview import Preview, draw, picture_of, preview_of
from core.audit import events_of
from tests.factories import make_certificate, make_ikm, make_product, make_user


def pdf(pages=1, size=(595, 842)):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(*size)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def noise(size=(1600, 1200)):
    content = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(content, "JPEG", quality=90)
    return content.getvalue()


def sizes(pictures):
    return [Image.open(io.BytesIO(picture)).size for picture in pictures]


@pytest.fixture
def paper(reference_data):
    product = make_product(make_ikm(owner=make_user()), category="kerupuk")
    return make_certificate(product, number="2056302010012-30", document=ContentFile(pdf(3), name="dokumen.pdf"))


def test_first_page_is_drawn_twice():
    head, pictures = draw(pdf(3))
    assert (head, sizes(pictures)) == ({"pages": 3}, [(636, 900), (170, 240)])


def test_heaviest_photo_stays_light():
    head, pictures = draw(noise())
    assert head == {"pages": 1}
    assert [len(picture) <= 60_000 for picture in pictures] == [True, True]
    assert all(max(size) >= 200 for size in sizes(pictures))


def test_huge_page_is_drawn_small():
    head, pictures = draw(pdf(1, (14_400, 14_400)))
    assert (head, sizes(pictures)) == ({"pages": 1}, [(900, 900), (240, 240)])


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -44/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [(LOCKED, "password"), (b"%PDF-1.4 hanya awal", "broken"), (b"<html>", "broken"), (b"", "broken")],
    ids=["locked", "cut", "html", "empty"],
)
def test_document_that_cannot_be_drawn_is_named(content, code):
    assert draw(content) == ({"error": code, "pages": 0}, [])


def test_overdue_drawing_is_ended(monkeypatch):
    monkeypatch.setattr(preview, "WALL_SECONDS", 0.001)
    assert draw(pdf()) == ({"pages": 0, "error": "time"}, [])


def test_page_is_drawn_once_and_kept_beside_the_document(paper, monkeypatch):
    assert preview_of(paper.document) == Preview(3)
    assert preview_of(paper.document).pages_text == "3 halaman"
    folder, name = paper.document.name.rsplit("/", 1)
    _folders, files = paper.document.storage.listdir(folder)
    assert sorted(file for file in files if file.startswith(name)) == [
        name, f"{name}.pratinjau-besar.jpg", f"{name}.pratinjau-isi.json", f"{name}.pratinjau-kecil.jpg",
    ]  # fmt: skip
    monkeypatch.setattr(preview, "draw", lambda _content: pytest.fail("drawn again"))
    with picture_of(paper.document) as picture:
        assert Image.open(picture).size == (636, 900)


def test_broken_document_is_a_sentence_and_not_tried_again(paper, monkeypatch):
    paper.document.save("dokumen.pdf", ContentFile(b"%PDF-1.4"))
    sentence = "Berkas ini rusak atau terpotong, jadi tanpa pratinjau. Minta berkas yang baru."
    assert preview_of(paper.document) == Preview(0, sentence)
    monkeypatch.setattr(preview, "draw", lambda _content: pytest.fail("drawn again"))
    assert (preview_of(paper.document).sentence, picture_of(paper.document)) == (sentence, None)


def test_lost_file_and_no_file(paper):
    paper.document.storage.delete(paper.document.name)
    assert preview_of(paper.document).sentence == "Berkasnya tidak ditemukan. Minta pemilik mengirimnya lagi."
    paper.document = ""
    assert (preview_of(paper.document), picture_of(paper.document)) == (None, None)


def address(paper):
    return reverse("certification:preview", args=[paper.pk])


def test_owner_sees_the_picture_and_nobody_may_keep_it(sign_in, paper):
    response = sign_in(paper.ikm.owner).get(address(paper))
    assert Image.open(io.BytesIO(b"".join(response.streaming_content))).size == (636, 900)
    names = ("Content-Type", "X-Content-Type-Options", "Cache-Control")
    assert [response[name] for name in names] == ["image/jpeg", "nosniff", "private, no-store"]
    assert list(events_of(paper)) == []


def test_who_cannot_see_the_paper_gets_no_picture(sign_in, client, paper):
    for user in (make_user(), make_user("officer", region="63.03")):
        assert sign_in(user).get(address(paper)).status_code == 404
    assert client.get(address(paper)).status_code == 302


def test_only_the_readable_picture_is_audited(sign_in, paper):
    officer = make_user("officer")
    client = sign_in(officer)
    small = client.get(address(paper), {"kecil": ""})
    assert Image.open(io.BytesIO(b"".join(small.streaming_content))).size == (170, 240)
    assert list(events_of(paper)) == []
    b"".join(client.get(address(paper)).streaming_content)
    assert [(event.action, event.actor, event.detail) for event in events_of(paper)] == [
        ("certificate.document_opened", officer, {"preview": True})
    ]


def test_paper_without_a_picture_says_why(sign_in, paper):
    paper.document.save("dokumen.pdf", ContentFile(LOCKED))
    client = sign_in(paper.ikm.owner)
    assert client.get(address(paper)).status_code == 404
    page = client.get(reverse("certification:certificate_detail", args=[paper.pk])).content.decode()
    assert "Berkas ini memakai kata sandi, jadi tanpa pratinjau." in page
    assert address(paper) not in page

"""“Butuh izin apa?”: one question a page, answers in the address, nothing kept; then the answer itself.

The page speaks Indonesian in every language of the portal: it quotes Indonesian law to makers in Indonesia.
"""

from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rules import has_no_office
from catalog.showing import share_url
from certification import guide as guiding
from certification import guide_table
from certification.requirements import exclusion_book, rule_book
from reference.enums import CategoryGroup, RegionLevel
from reference.models import Office, ProductCategory

PAGE_LIVES = 600
GROUP_ICONS = {
    CategoryGroup.FOOD: "pot", CategoryGroup.DRINK: "cup", CategoryGroup.HERBAL: "leaf", CategoryGroup.COSMETIC: "drop",
    CategoryGroup.HOUSEHOLD: "bottle", CategoryGroup.HEALTH: "mask", CategoryGroup.TEXTILE: "shirt",
    CategoryGroup.CRAFT: "basket", CategoryGroup.METAL: "gem", CategoryGroup.OTHER: "list",
}  # fmt: skip


@login_not_required
@require_safe
def guide(request):
    is_foreign = request.LANGUAGE_CODE != settings.LANGUAGE_CODE
    note = _("Panduan ini hanya berbahasa Indonesia karena mengutip hukum Indonesia.") if is_foreign else ""
    with translation.override(settings.LANGUAGE_CODE):
        response = _guide(request, note)
    response.headers["Content-Language"] = settings.LANGUAGE_CODE
    if not request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=PAGE_LIVES)
        patch_vary_headers(response, ["Cookie"])
    return response


def _guide(request, language_note):
    categories = {row.code: row for row in ProductCategory.objects.active().order_by("order", "code")}
    answers = guiding.read(request.GET, categories)
    category = categories.get(answers.get(guiding.CATEGORY))
    today = timezone.localdate()
    book, exclusions = (rule_book(today), exclusion_book(today)) if category else ({}, [])
    questions = guiding.questions_for(category, book, exclusions)
    wanted = request.GET.get("ubah")
    context = {"category": category, "language_note": language_note, "language": request.LANGUAGE_CODE}
    if category is None or wanted == guiding.CATEGORY:
        return _product_page(request, context, categories.values(), answers, questions)
    question = next((q for q in questions if q.key == wanted), None) or guiding.open_question(questions, answers)
    if question is not None:
        return _question_page(request, context, question, questions, answers)
    answers = guiding.asked_answers(questions, answers)
    advice = guiding.advise(category, answers, book, exclusions)
    return _answer_page(request, context | {"advice": advice, "today": today}, questions, answers)


def _product_page(request, context, categories, answers, questions):
    order = CategoryGroup.values
    rows = sorted(categories, key=lambda row: order.index(row.group))
    groups = [
        {
            "label": CategoryGroup(group).label,
            "icon": GROUP_ICONS[CategoryGroup(group)],
            "rows": [(row, guiding.query_string(answers, **{guiding.CATEGORY: row.code})) for row in members],
        }
        for group, members in ((key, list(found)) for key, found in groupby(rows, key=lambda row: row.group))
    ]
    for group in groups:
        group["is_open"] = any(row == context["category"] for row, _query in group["rows"])
    context |= {"groups": groups, "place": 1, "total": guiding.MOST_QUESTIONS}
    return render(request, "catalog/guide_product.html", context)


def _question_page(request, context, question, questions, answers):
    place = questions.index(question)
    before = questions[place - 1].key if place else guiding.CATEGORY
    parts = [{"part": part, "chosen": answers.get(part.key, "")} for part in question.parts]
    own = {part.key for part in question.parts}
    context |= {
        "question": question,
        "parts": parts,
        "unknown": guiding.UNKNOWN,
        "kept": {key: value for key, value in answers.items() if key not in own},
        "back_query": guiding.query_string(answers, ubah=before),
        "place": place + 2,
        "total": len(questions) + 1,
        "missing": [row["part"] for row in parts if not row["chosen"]]
        if request.GET.get("langkah") == question.key
        else [],
    }
    return render(request, "catalog/guide_question.html", context)


def _answer_page(request, context, questions, answers):
    query = guiding.query_string(answers)
    page_url = request.build_absolute_uri(f"{reverse('guide')}?{query}")
    start_url = f"{reverse('desk:start_product')}?{query}"
    text = _("Izin untuk %(product)s. %(headline)s %(url)s") % {
        "product": context["category"].name,
        "headline": context["advice"].headline,
        "url": page_url,
    }
    answered = [
        (label, answer, guiding.query_string(answers, ubah=key))
        for key, label, answer in guiding.told(questions, answers)
    ]
    context |= {
        "table": guide_table,
        "answered": answered,
        "product_query": guiding.query_string(answers, ubah=guiding.CATEGORY),
        "start_url": start_url,
        "can_add": request.user.is_authenticated and has_no_office.test(request.user),
        "signup_url": f"{reverse('account_signup')}?{urlencode({'next': start_url})}",
        "login_url": f"{reverse('account_login')}?{urlencode({'next': start_url})}",
        "page_url": page_url,
        "share_url": share_url(text),
        "offices": _offices(context["today"]),
    }
    return render(request, "catalog/guide_answer.html", context)


def _offices(on):
    """The office of every kabupaten/kota the portal knows one of, as on that day."""
    rows = Office.objects.filter(region__level=RegionLevel.REGENCY, valid_from__lte=on).select_related("region")
    return list({row.region_id: row for row in rows.order_by("region_id", "valid_from", "pk")}.values())

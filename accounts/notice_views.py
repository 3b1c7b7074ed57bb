"""What a person was told, and the choice of what is told by which channel when."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.notice_forms import ChoicesForm
from accounts.notices import channels_and_ways, mark_all_read, mark_read, notices_of, offers_for, save_choices
from core.senders import reaches_phones

NOTICES_PER_PAGE = 30


@require_safe
def notices(request):
    page = Paginator(notices_of(request.user), NOTICES_PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "prev_url": f"?halaman={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?halaman={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "accounts/notices.html", context)


@require_POST
def notices_read(request):
    mark_all_read(request.user)
    messages.success(request, _("Semua kabar ditandai sudah dibaca."))
    return redirect("accounts:notices")


@require_POST
def notice_open(request, pk):
    """Mark one notice as read and go where it leads."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    mark_read(notice)
    return redirect(notice.url or "accounts:notices")


def notice_choices(request):
    user = User.objects.get(pk=request.user.pk)
    channels, ways = channels_and_ways(user)
    form = ChoicesForm(request.POST or None, user=user, channels=channels, offers=offers_for(user))
    if request.method == "POST" and channels and form.is_valid():
        with transaction.atomic():
            save_choices(user, form.chosen(), by=request.user)
        messages.success(request, _("Pilihan kabar disimpan."))
        return redirect("accounts:notice_choices")
    context = {
        "form": form,
        "channels": channels,
        "ways": ways,
        "has_phone": bool(user.phone),
        "sends_whatsapp": reaches_phones(),
    }
    return render(request, "accounts/notice_choices.html", context)

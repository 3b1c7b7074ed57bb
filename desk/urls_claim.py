from django.urls import path

from desk.views import claim, claim_cards

urlpatterns = [
    path("klaim/", claim.claim, name="claim"),
    path("klaim/periksa/", claim.claim_review, name="claim_review"),
    path("kartu-klaim/", claim_cards.claim_cards, name="claim_cards"),
    path("kartu-klaim/cetak/", claim_cards.claim_cards_print, name="claim_cards_print"),
    path("berkas/<int:pk>/kartu-klaim/", claim_cards.dossier_claim_card, name="dossier_claim_card"),
]

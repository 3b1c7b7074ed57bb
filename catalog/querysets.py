"""Listings with what a card or a page of one product shows, in a fixed number of queries."""

from django.db.models import QuerySet


class ListingQuerySet(QuerySet):
    def for_cards(self):
        return self.select_related("product", "product__unit", "product__ikm", "category", "regency").prefetch_related(
            "product__photos"
        )

    def for_detail(self):
        return self.select_related(
            "product", "product__unit", "product__ikm__region__parent", "product__nutrition", "category", "regency"
        ).prefetch_related("product__photos")

"""The public catalogue's read model: accepted, consented, still certified products. Derived, never edited."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.querysets import ListingQuerySet
from products.models import Product
from reference.models import ProductCategory, Region


class Listing(models.Model):
    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="listing")
    category = models.ForeignKey(ProductCategory, models.CASCADE, related_name="+")
    group = models.CharField(max_length=20, db_index=True)
    regency = models.ForeignKey(Region, models.CASCADE, related_name="+")
    search_text = models.TextField()
    seals = models.JSONField(default=list)
    checked_on = models.DateField(null=True)
    listed_at = models.DateTimeField(default=timezone.now)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("entri katalog")
        verbose_name_plural = _("entri katalog")
        indexes = [
            models.Index(fields=["-listed_at", "-product"], name="listing_newest"),
            models.Index(fields=["group", "-listed_at"], name="listing_group"),
            models.Index(fields=["regency", "-listed_at"], name="listing_regency"),
        ]

    def __str__(self):
        return str(self.product)

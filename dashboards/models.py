"""Pre-computed figures: one number per region and key, refreshed as a whole by the clock."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reference.models import Region


class Figure(models.Model):
    """`key` like "ikm.registered", "product.eligible", "axis.halal.belum"; sums over regencies are made on read."""

    regency = models.ForeignKey(Region, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    value = models.PositiveBigIntegerField(default=0)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("angka dasbor")
        verbose_name_plural = _("angka dasbor")
        constraints = [models.UniqueConstraint(fields=["regency", "key"], name="figure_one_per_regency_and_key")]

    def __str__(self):
        return f"{self.regency_id} {self.key}: {self.value}"

"""Which certificates and nutrition facts a person may see: those of the IKM or product they see."""

from django.db.models import QuerySet

from ikm.models import Ikm
from products.models import Product


class CertificateQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(ikm__in=Ikm.objects.visible_to(user).values("pk"))

    def for_list(self):
        return self.select_related("ikm", "ikm__regency").order_by("-state_since", "-pk")


class NutritionFactsQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(product__in=Product.objects.visible_to(user).values("pk"))

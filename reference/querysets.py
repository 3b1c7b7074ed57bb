from django.db.models import Q, QuerySet

from reference.enums import RegionLevel


class RegionQuerySet(QuerySet):
    def regencies(self):
        return self.filter(level=RegionLevel.REGENCY)

    def districts_of(self, code):
        return self.filter(level=RegionLevel.DISTRICT, parent_id=code)

    def villages_of(self, code):
        return self.filter(level=RegionLevel.VILLAGE, parent_id=code)

    def within(self, code):
        """The region itself and everything below it."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))


class OfficeQuerySet(QuerySet):
    def for_region(self, code, *, on):
        """The office of the region as it was on that day, or None."""
        return self.filter(region_id=code, valid_from__lte=on).order_by("-valid_from", "-pk").first()


class CategoryQuerySet(QuerySet):
    def active(self):
        return self.filter(is_active=True)

from django.contrib import admin

from sources.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "country", "is_wire"]
    list_filter = ["kind", "is_wire"]
    search_fields = ["name"]

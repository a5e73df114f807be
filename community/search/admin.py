from django.contrib import admin

from community.search.models import TrainedCorpus


@admin.register(TrainedCorpus)
class TrainedCorpusAdmin(admin.ModelAdmin):
    """What was learnt, to look at and to take back: without the newest, the one before it is used."""

    list_display = ("maker", "documents", "soundness", "made_at")
    fields = readonly_fields = list_display

    def has_add_permission(self, request):
        return False

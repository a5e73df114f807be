"""What incidents tell the rooms below them."""

from community.activity.registry import also_reads

also_reads(
    "search",
    "incidents.incident.declared",
    "incidents.incident.updated",
    "incidents.incident.resolved",
    "incidents.incident.hidden",
    "incidents.incident.shown",
)

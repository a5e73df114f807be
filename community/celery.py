"""The Celery app. Every task is a wake-up: what is to be done stands in rows, and beat sweeps them."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

app = Celery("porchlight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "read-events": {"task": "community.activity.tasks.read_events", "schedule": 3.0},
    "send-mail": {"task": "community.notifications.tasks.send_mail", "schedule": 5.0},
    "write-what-waited": {"task": "community.notifications.tasks.write_what_waited", "schedule": 15.0},
    "forget-guests": {"task": "community.notifications.tasks.forget_guests", "schedule": 3600.0},
    "forget-replies": {"task": "community.notifications.tasks.forget_replies", "schedule": crontab(hour=4, minute=10)},
    "check-clocks": {"task": "community.clocks.tasks.check_clocks", "schedule": 5.0},
    "close-cases": {"task": "community.support.tasks.close_ended_cases", "schedule": 3600.0},
    "make-small-copies": {"task": "community.content.tasks.make_small_copies", "schedule": 30.0},
    "remove-unused-files": {"task": "community.content.tasks.remove_unused_files", "schedule": 3600.0},
    "forget-old-drafts": {"task": "community.content.tasks.forget_old_drafts", "schedule": 3600.0},
    "make-vectors": {"task": "community.search.tasks.make_vectors", "schedule": 5.0},
    "speak-up": {"task": "forum.tasks.speak_up", "schedule": 900.0},
    "count-expertise": {"task": "advocates.tasks.count_expertise", "schedule": crontab(hour=3, minute=5)},
    "forget-typed-words": {"task": "forum.tasks.forget_typed_words", "schedule": crontab(hour=3, minute=35)},
    "settle-looks": {"task": "community.insights.tasks.settle_looks", "schedule": crontab(minute=25)},
    "find-first-requests": {"task": "knowledgebase.tasks.find_first_requests", "schedule": 60.0},
    "find-common-requests": {
        "task": "knowledgebase.tasks.find_common_requests",
        "schedule": crontab(hour=4, minute=35),
    },
    "count-searches": {"task": "community.search.tasks.keep_figures", "schedule": crontab(minute=10)},
    "look-for-changed-sources": {"task": "knowledgebase.tasks.look_for_changed_sources", "schedule": 3600.0},
    "publish-scheduled": {"task": "knowledgebase.tasks.publish_scheduled", "schedule": 30.0},
    "end-askings": {"task": "knowledgebase.tasks.end_askings", "schedule": 60.0},
    "open-checks": {"task": "knowledgebase.tasks.open_checks", "schedule": 600.0},
    "learn-words": {"task": "community.search.tasks.learn", "schedule": crontab(hour=3, minute=20)},
}
app.conf.beat_schedule_filename = str(Path(settings.VAR_DIR) / "beat")
for folder in ("data_folder_in", "control_folder"):
    if path := getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}).get(folder):
        Path(path).mkdir(parents=True, exist_ok=True)

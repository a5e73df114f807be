"""`take_screenshots`: the pictures of the README and the docs, of the demo that runs at SITE_URL."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from playwright.sync_api import sync_playwright

from forum.models import Question

_FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
_DESKTOP, _PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


class Command(BaseCommand):
    help = (
        "Take the pictures of the docs, of the running demo (make run). Needs a Chromium and the packages of the tests."
    )

    def handle(self, **options):
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium is None:
            raise CommandError("There is no Chromium here: apt install chromium.")
        _FOLDER.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name, path, size, theme in self._pictures():
                page = browser.new_page(viewport=size, color_scheme=theme)
                page.goto(f"{settings.SITE_URL}{path}", wait_until="networkidle")
                page.screenshot(path=_FOLDER / f"{name}.png")
                page.close()
                self.stdout.write(f"{name}.png: {path}")
            browser.close()

    def _pictures(self):
        solved = Question.objects.visible_to(None).solved().order_by("-answer_count", "id").first()
        if solved is None:
            raise CommandError("There is no solved question to show: run the demo first (make run).")
        yield "home", "/", _DESKTOP, "light"
        yield "question", solved.get_absolute_url(), _DESKTOP, "light"
        yield "question-phone-dark", solved.get_absolute_url(), _PHONE, "dark"

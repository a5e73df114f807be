"""Reads every page of an imported site as a search engine would."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

from community.members.models import Member
from forum.models import Question
from tests.structured import flaws_of_question, one_of, things_in

SITE = "http://localhost:8000"


class Reading:
    """What was found on the pages of all questions: flaws by kind, and who was named."""

    def __init__(self, client):
        self.flaws: Counter[str] = Counter()
        self.pages = self.answers = self.others = 0
        self._shown: set[str] = set()
        self._authors: set[str] = set()
        self._client = client
        for question in Question.objects.order_by("pk").prefetch_related("answers"):
            self._read(question)
        have_page = {SITE + member.get_absolute_url() for member in Member.objects.with_page()}
        self.flaws["names an author who has no page"] += len(self._authors - have_page)
        self._compare_with_sitemap()

    def said(self) -> str:
        flaws = "; ".join(f"{number} × {flaw}" for flaw, number in self.flaws.items() if number)
        return (
            f"{self.pages} pages with {self.answers} answers, {self.others} questions that are not shown or lead on;"
            f" {flaws or 'no error, no field missing; sitemap the same'}"
        )

    def _read(self, question) -> None:
        page = self._client.get(question.get_absolute_url())
        if question.duplicate_of_id is not None:
            self.others += 1
            self.flaws["a duplicate does not lead on"] += page.status_code != 301
            return
        html = page.content.decode()
        is_shown = 'name="robots"' not in html
        self._shown |= {SITE + question.get_absolute_url()} if is_shown else set()
        if not is_shown or "QAPage" not in html:
            self.others += 1
            self.flaws["answered, and has no QAPage"] += question.is_answered
            self.flaws["not shown, and says something of itself"] += "ld+json" in html
            return
        self.pages += 1
        self.flaws.update(flaws_of_question(html))
        stated = one_of(html, "QAPage")["mainEntity"]
        answers = list(question.answers.all())
        self.answers += len(answers)
        self.flaws["answers are miscounted"] += stated["answerCount"] != len(answers)
        accepted = stated.get("acceptedAnswer", {}).get("url", "").rpartition("-")[2]
        self.flaws["another solution is stated"] += accepted != str(question.solution_id or "")
        scores = {
            each["url"].rpartition("-")[2]: each["upvoteCount"]
            for each in things_in(stated)
            if "url" in each and each["@type"] == "Answer"
        }
        self.flaws["votes are miscounted"] += any(scores.get(str(answer.pk)) != answer.score for answer in answers)
        for thing in things_in(stated):
            if thing["@type"] == "Person":
                self.flaws["an author has no address"] += "url" not in thing
                self._authors.add(thing.get("url", ""))

    def _compare_with_sitemap(self) -> None:
        index = self._client.get("/sitemap.xml").content.decode()
        named = {
            loc.text
            for file in re.findall(rf"{SITE}(/sitemap-questions-\d+\.xml)", index)
            for loc in ET.fromstring(self._client.get(file).content).iter(
                "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
            )
        }
        self.flaws["sitemap and pages differ"] += len(named ^ self._shown)

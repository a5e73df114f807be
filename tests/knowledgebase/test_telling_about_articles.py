"""Who hears of an article: whose words it is made of, and who wrote it."""

from community.notifications.models import Mail, Notification
from tests.knowledgebase.articles import make_article, make_promoted, make_solution


def told(member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("id").values_list("title", flat=True))


def test_whose_words_became_an_article_hears_of_it_once(cast, work):
    article = make_promoted(cast)
    work()
    assert "Your words became an article" in told(cast.helper)
    mail = Mail.objects.get(member=cast.helper, subject__contains="became an article")
    assert article.get_absolute_url() in mail.text

    article.revise(by=cast.editor, title=article.title, steps="Shorter.")
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    work()
    assert told(cast.helper).count("Your words became an article") == 1


def test_the_writer_hears_what_became_of_it(cast, work):
    article = make_article(by=cast.editor)
    article.submit(by=cast.editor)
    article.send_back(by=cast.second_editor, reason="Which <b>firmware</b> is it?")
    work()
    assert told(cast.editor) == ["Egon Editor sent your article back to you"]
    assert Notification.objects.get(member=cast.editor).excerpt == "Which <b>firmware</b> is it?"

    article.submit(by=cast.editor)
    article.comment_on_review(by=cast.second_editor, body="Better.")
    article.publish(by=cast.second_editor)
    work()
    assert told(cast.editor)[1:] == [
        "Egon Editor has a remark about your article",
        "Egon Editor published your article",
    ]
    assert told(cast.second_editor) == []


def test_what_editors_say_stays_out_of_the_subject_of_a_mail(cast, work):
    article = make_article(by=cast.editor, title="Not for everybody yet")
    article.submit(by=cast.editor)
    article.send_back(by=cast.second_editor, reason="Why?")
    work()
    assert "Not for everybody yet" not in Mail.objects.get(member=cast.editor).subject


def test_private_articles_are_told_to_those_who_may_read_them(cast, work):
    answer = make_solution(cast, audience="staff")
    make_promoted(cast, answer)
    work()
    assert "Your words became an article" not in told(cast.helper)


def test_what_was_told_is_taken_back_with_the_article(cast, work):
    article = make_promoted(cast)
    work()
    article.hide(by=cast.moderator)
    work()
    assert "Your words became an article" not in told(cast.helper)
    assert not Mail.objects.filter(member=cast.helper, subject__contains="became an article").exists()

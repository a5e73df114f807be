"""A site that others rely on does not start with settings that are for trying it out."""

from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured


def is_production() -> bool:
    """Whether this is a site for others: its address is https, or it is neither a demo nor under development."""
    return settings.SITE_IS_SECURE or not (settings.DEMO or settings.DEBUG)


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with one sentence for each setting that must not go to production."""
    if not is_production():
        return
    wrong = run_checks(tags=["production"], include_deployment_checks=True)
    if wrong:
        sentences = "\n".join(f"  {message.msg} {message.hint}" for message in wrong)
        raise ImproperlyConfigured(
            f"Porchlight does not start like this:\n{sentences}\n  (To try it out on this machine, set DEMO=1.)"
        )

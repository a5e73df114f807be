"""A Redis cache that may be down: reads miss, writes are dropped, and after a failure nobody waits for ten seconds."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
_REST = 10.0  # seconds without trying again after a failure


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, where asking and answering still work with Redis stopped."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._rests_until = 0.0

    def _forgiving(self, call, fallback, *args, **kwargs):
        if time.monotonic() < self._rests_until:
            return fallback
        try:
            return call(*args, **kwargs)
        except (RedisError, OSError) as error:
            self._rests_until = time.monotonic() + _REST
            log.warning("The cache does not answer (%s); going on without it.", type(error).__name__)
            return fallback

    def get(self, key, default=None, version=None):
        return self._forgiving(super().get, default, key, default, version)

    def set(self, *args, **kwargs):
        return self._forgiving(super().set, None, *args, **kwargs)

    def add(self, *args, **kwargs):
        return self._forgiving(super().add, True, *args, **kwargs)

    def get_many(self, keys, version=None):
        return self._forgiving(super().get_many, {}, keys, version)

    def set_many(self, *args, **kwargs):
        return self._forgiving(super().set_many, [], *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._forgiving(super().delete, False, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._forgiving(super().incr, delta, key, delta, version)

    def touch(self, *args, **kwargs):
        return self._forgiving(super().touch, False, *args, **kwargs)

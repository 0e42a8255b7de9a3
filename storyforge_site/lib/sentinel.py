"""Django-Q's sentinel, which ends when it is told to.

The library's waits, once told, for a task to be taken by a worker, and no longer looks whether there is one. Workers
leave by themselves after 500 tasks, all of a pool at about the same time: a cluster told to stop in the half second
until they are replaced would hang until it is killed.
"""

from time import sleep

from django_q import cluster
from django_q.status import Stat

_LOOK_SECONDS = 0.1


class Sentinel(cluster.Sentinel):  # type: ignore[misc]
    def stop(self) -> None:
        """The pusher first, then the workers; what is left, the monitor, ends as the library has it."""
        self.event_out.set()
        while self.pusher.is_alive():
            self._look_after_the_queue()
        for _worker in range(len(self.pool)):
            while self.task_queue.full():
                self._look_after_the_queue()
            self.task_queue.put("STOP")
        while self._somebody_works():
            self._wait()
        self.pool.clear()
        super().stop()

    def _look_after_the_queue(self) -> None:
        """One worker is enough: it takes what the others left, and is told as one of them."""
        if not self._somebody_works():
            self.reincarnate(self.pool[0])
        self._wait()

    def _somebody_works(self) -> bool:
        return any(worker.is_alive() for worker in self.pool)

    def _wait(self) -> None:
        Stat(self).save()
        sleep(_LOOK_SECONDS)


def install() -> None:
    """Into the one place where the library names its own."""
    cluster.Sentinel = Sentinel

"""The site's settings with Django-Q's own ORM broker as it comes: the reference of the queue's figures."""

from storyforge_site.settings import *  # noqa: F403
from storyforge_site.settings import Q_CLUSTER

Q_CLUSTER = {name: value for name, value in Q_CLUSTER.items() if name != "broker_class"}

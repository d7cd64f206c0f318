"""What people have to do, 我的待办: the same list on the page, in the admin's header and in reminders."""

from .item import Todo, Urgency
from .reading import grouped, people_to_remind, todos_of, todos_of_all

__all__ = ["Todo", "Urgency", "grouped", "people_to_remind", "todos_of", "todos_of_all"]

"""Notices with neutral words: one mail a day at most by a person's own mail server, and a calendar feed."""

from omoiyari.post.calendar import Quiet, feed, parse_quiet
from omoiyari.post.errors import MailNotSent, PostError
from omoiyari.post.mail import Mailbox, parse_mailbox, send
from omoiyari.post.office import Office

__all__ = [
    "MailNotSent",
    "Mailbox",
    "Office",
    "PostError",
    "Quiet",
    "feed",
    "parse_mailbox",
    "parse_quiet",
    "send",
]

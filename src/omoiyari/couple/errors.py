"""What can go wrong between two people; each docstring is the sentence that the person reads."""

from omoiyari.words import N_


class CoupleError(Exception):
    """That did not work between the two of you."""

    sentence = N_("That did not work between the two of you.")


class BondFull(CoupleError):
    """Two people already."""

    sentence = N_("This link already joins two people. A bond is for two: nobody else can enter it.")


class InviteToOneself(CoupleError):
    """One's own invite."""

    sentence = N_("This is your own invite. Send it to your partner, and let them open it on their phone.")


class AlreadyTogether(CoupleError):
    """Already in a bond."""

    sentence = N_("You are already linked with someone. Unlink first, if you want to link anew.")


class NotTogether(CoupleError):
    """No bond to write into."""

    sentence = N_(
        "You are not linked with anyone now, so there is nobody to share this with. It stays yours."
    )


class LinkEnded(CoupleError):
    """Shared in a bond that has ended."""

    sentence = N_(
        "This was shared in a link that has ended, so it stays as it is. You can still delete your own words in it."
    )


class InviteGone(CoupleError):
    """Used, expired or never there."""

    sentence = N_("This invite has been used or is older than 24 hours. Ask for a fresh one.")

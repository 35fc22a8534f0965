"""What the cellar refuses; each `sentence` is what the person reads."""

from omoiyari.words import N_


class StoreError(Exception):
    """The cellar could not do that."""

    sentence = N_("That could not be kept. Please try again.")


class NameTaken(StoreError):
    """A sign-in name that someone has."""

    sentence = N_("That name is taken here. Please choose another one for signing in.")


class NotSignedIn(StoreError):
    """A name and passphrase, or a PIN, that open nothing."""

    sentence = N_("That name and passphrase do not fit together. Check both and try again; nothing is lost.")


class WrongPassphrase(NotSignedIn):
    """A passphrase that is asked for again, without the name, and opens nothing."""

    sentence = N_("That passphrase is not right. Try again; nothing is lost.")


class WrongPin(StoreError):
    """A PIN that does not open this phone's key."""

    sentence = N_("That PIN is not right. After ten wrong tries this phone asks for the passphrase instead.")


class PhoneForgotten(StoreError):
    """A device that is not remembered, or no more."""

    sentence = N_("This phone is not remembered here any more. Sign in with your passphrase.")


class WrongCode(StoreError):
    """A six-digit code that does not fit."""

    sentence = N_("That code is not right, or it is too old. Wait for the next one and try again.")


class WrongRecoveryCode(WrongCode):
    """A name and a recovery code that open nothing; a wrong name and a used code are the same answer."""

    sentence = N_(
        "That name and code open nothing together. Check both: a code works once, and only the newest one does."
    )


class TooManyTries(StoreError):
    """More tries than allowed for now."""

    sentence = N_("There were many tries just now. Wait fifteen minutes, then try again.")


class TooManyKnocking(StoreError):
    """More people at the door than can be let in for now."""

    sentence = N_("Too many are knocking just now. Try again in a minute; nothing is lost.")


class NotThere(StoreError):
    """Not there, or not yours: the same answer."""

    sentence = N_("There is nothing here.")


class StaleVersion(StoreError):
    """An edit of a version that is not the newest."""

    sentence = N_(
        "This was changed in another place meanwhile. Your words are below: look at both, then save again."
    )


class CannotWrite(StoreError):
    """The files take nothing just now; what is only to be cleared away can wait."""

    sentence = N_("Nothing can be kept just now, and nothing was half kept. Try again in a while.")


class DiskTrouble(CannotWrite):
    """The disk is full or cannot be written."""

    sentence = N_(
        "The disk of this computer is full or cannot be written to. Nothing was half kept. Make room and retry."
    )


class Busy(CannotWrite):
    """Another program holds the file for longer than a write can wait."""

    sentence = N_("The notebooks are busy just now. Nothing was half kept. Try again in a moment.")


class FileMissing(StoreError):
    """One of the two files is not where it belongs."""

    sentence = N_("The file {name} is missing in the data folder. Look where it went, and put it back.")

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = self.sentence.format(name=name)


class FileDamaged(StoreError):
    """A file that the database cannot make sense of."""

    sentence = N_(
        "A file of these notebooks is damaged. Ask whoever runs this server; omoiyari doctor tells them more."
    )


class NewerFile(StoreError):
    """A file written by a newer version."""

    sentence = N_(
        "These files were written by a newer version of Omoiyari. Install that version, or restore a backup."
    )


class WrongKeyFile(StoreError):
    """A key file that belongs to other notebooks."""

    sentence = N_(
        "This key file belongs to other notebooks. Put back the keys.db that was saved together with them."
    )


class NotABackup(StoreError):
    """A file that is no backup, is damaged, or has another passphrase."""

    sentence = N_(
        "This backup cannot be opened: it is damaged, or the backup passphrase is another one. Nothing changed."
    )

"""What the vault refuses; each `sentence` is what the person reads."""

from omoiyari.words import N_


class VaultError(Exception):
    """The vault could not do that."""

    sentence = N_("That could not be opened.")


class WrongKey(VaultError):
    """A seal or a wrap that this key does not open, or that was moved or changed."""

    sentence = N_("That could not be opened with this key.")


class WeakPassphrase(VaultError):
    """A passphrase that is too short or too well known."""

    sentence = N_("Please choose another passphrase.")


class PassphraseTooShort(WeakPassphrase):
    """Fewer than 15 characters."""

    sentence = N_("That passphrase is too short: use at least 15 characters. Four or five odd words do well.")


class PassphraseTooLong(WeakPassphrase):
    """More than 1,024 characters."""

    sentence = N_("That passphrase is longer than 1,024 characters. A shorter one is just as safe.")


class PassphraseKnown(WeakPassphrase):
    """On the list of passphrases that are tried first."""

    sentence = N_(
        "Many people use that passphrase, so it is tried first. Choose words that only you would put together."
    )


class PinWrongForm(VaultError):
    """A PIN that is not 4 to 12 digits."""

    sentence = N_("A PIN has 4 to 12 digits.")


class PinTriedFirst(VaultError):
    """A PIN that anybody would try first."""

    sentence = N_(
        "That is one of the PINs that everybody tries first. Choose digits with no pattern in them."
    )


class CodeMistyped(VaultError):
    """A recovery code whose check character does not fit."""

    sentence = N_(
        "That recovery code has a typing mistake. It has 27 letters and digits; compare it once more."
    )

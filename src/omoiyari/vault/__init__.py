"""Keys, wraps and sealing; no other room imports a crypto library."""

from omoiyari.vault.errors import (
    CodeMistyped,
    PassphraseKnown,
    PassphraseTooLong,
    PassphraseTooShort,
    PinTriedFirst,
    PinWrongForm,
    VaultError,
    WeakPassphrase,
    WrongKey,
)
from omoiyari.vault.head import Head, head_of, row_hash
from omoiyari.vault.keys import Key, Keyring, Secret, derive, new_key, new_secret
from omoiyari.vault.passphrase import (
    check_new_pin,
    check_passphrase,
    check_pin,
    key_from_passphrase,
    key_from_pin,
    new_salt,
)
from omoiyari.vault.recovery import in_groups, key_from_code, new_code, parse_code
from omoiyari.vault.seal import About, Opener, seal, unseal
from omoiyari.vault.tokens import fingerprint, from_text, to_text
from omoiyari.vault.wrap import unwrap, wrap

__all__ = [
    "About",
    "CodeMistyped",
    "Head",
    "Key",
    "Keyring",
    "Opener",
    "PassphraseKnown",
    "PassphraseTooLong",
    "PassphraseTooShort",
    "PinTriedFirst",
    "PinWrongForm",
    "Secret",
    "VaultError",
    "WeakPassphrase",
    "WrongKey",
    "check_new_pin",
    "check_passphrase",
    "check_pin",
    "derive",
    "fingerprint",
    "from_text",
    "head_of",
    "in_groups",
    "key_from_code",
    "key_from_passphrase",
    "key_from_pin",
    "new_code",
    "new_key",
    "new_salt",
    "new_secret",
    "parse_code",
    "row_hash",
    "seal",
    "to_text",
    "unseal",
    "unwrap",
    "wrap",
]

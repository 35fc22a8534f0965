"""What the terminal refuses; each `sentence` is what the person reads."""

from omoiyari.words import N_


class CliError(Exception):
    """The command could not do that. `values` fill the gaps in its sentence."""

    sentence = N_("That could not be done.")

    def __init__(self, **values: object) -> None:
        super().__init__(*values.values())
        self.values = values


class AlreadyServing(CliError):
    """A second server on the same data folder."""

    sentence = N_("Omoiyari is already running on this data folder. Use that one, or stop it first.")


class PortTaken(CliError):
    """Another program listens there."""

    sentence = N_("Port {port} is taken by another program. Choose another one with --port.")


class NoSuchAddress(CliError):
    """A host that this computer is not."""

    sentence = N_("This computer has no address {host}. Leave out --host, or give one of its own.")


class FolderRefused(CliError):
    """A data folder that cannot be made or written."""

    sentence = N_("The data folder {folder} cannot be written to. Choose another with --data.")


class SettingsBroken(CliError):
    """A config.toml that cannot be read."""

    sentence = N_(
        "The file config.toml in the data folder cannot be read. Mend it, or run omoiyari setup again."
    )


class CertificateUnreadable(CliError):
    """A certificate or key that cannot be used."""

    sentence = N_(
        "The certificate and its key cannot be used: look whether both files are there and belong together."
    )


class DomainMissing(CliError):
    """A reverse proxy without a domain."""

    sentence = N_("A reverse proxy needs the domain that leads to this computer: give it with --domain.")


class NotTheName(CliError):
    """The name was not typed again."""

    sentence = N_("That was not the same name. Nobody has been erased.")


class NobodyThere(CliError):
    """Nobody signs in with this name."""

    sentence = N_("Nobody signs in here with that name.")


class NoHouse(CliError):
    """A data folder without notebooks."""

    sentence = N_("There are no notebooks in this data folder yet. Start with omoiyari serve.")


class FileThere(CliError):
    """A file that would be overwritten."""

    sentence = N_("That file is there already, and nothing was written over it. Choose another name.")

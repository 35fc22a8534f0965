"""What a kill or a full disk left half done, finished: at the start, and every ten minutes after it."""

from omoiyari.store.bonds import drop_used_invites
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import finish_erasures
from omoiyari.store.wraps import drop_owed


async def tidy(cellar: Cellar) -> None:
    """Finish erasures, and destroy wraps whose rows were refused or are gone.

    Raises DiskTrouble, Busy: then the next time.
    """
    await finish_erasures(cellar)
    await drop_owed(cellar)
    await drop_used_invites(cellar)

"""What the insights may say: with many looks at once, luck alone would turn something up far too often."""

from collections.abc import Iterable

from omoiyari.measures.model import Claim

RISK = 0.05


def standing(claims: Iterable[Claim]) -> frozenset[Claim]:
    """Return the claims that stand when all of these are looked at together (Holm, 1979).

    The risk that any one of them is false stays below one in twenty, whatever is true of the others and however
    they hang together. Only claims with a `p` take part.
    """
    ranked = sorted((claim for claim in claims if claim.p is not None), key=lambda claim: claim.p or 0.0)
    stood: list[Claim] = []
    for rank, claim in enumerate(ranked):
        if (claim.p or 0.0) > RISK / (len(ranked) - rank):
            break
        stood.append(claim)
    return frozenset(stood)

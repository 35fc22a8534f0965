"""Danger in the tongues that only the phrase rules read, and the idioms beside it that mean no harm."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from omoiyari.language import Level, read
from omoiyari.language.danger import phrases

CORPUS = Path(__file__).parents[2] / "corpus/safety"
WRITTEN_TO_MEND_BY = ("tongues.jsonl", "tongues_second.jsonl")

DANGER = {
    "es": {
        "Me volvió a pegar anoche y me dio una patada.": "IPV_PHYSICAL",
        "Me apretaba el cuello y yo no podía gritar.": "IPV_STRANGULATION",
        "Quisiera dormirme para siempre.": "SI_PASSIVE",
        "Amenaza con tirarse si me voy de casa.": "SUICIDE_LEVERAGE",
    },
    "pt": {
        "Ela me bateu e me empurrou contra a porta.": "IPV_PHYSICAL",
        "Apertava-me a garganta enquanto gritava.": "IPV_STRANGULATION",
        "Estou cansada de viver.": "SI_PASSIVE",
        "Mexe no meu celular e fica com o meu salário, meu dinheiro fica com ele.": "COERCIVE_CONTROL",
    },
    "fr": {
        "Elle m'a giflé et m'a poussé contre le mur.": "IPV_PHYSICAL",
        "Il me serrait le cou et je ne voyais plus rien.": "IPV_STRANGULATION",
        "Je veux mettre fin à mes jours.": "SI_ACTIVE",
        "Il menace de se jeter si je le quitte.": "SUICIDE_LEVERAGE",
    },
    "de": {
        "Er hat mich gestern wieder geschlagen.": "IPV_PHYSICAL",
        "Sie hat mich gewürgt, ich bekam keine Luft.": "IPV_STRANGULATION",
        "Ich will nicht mehr leben.": "SI_PASSIVE",
        "Er bestimmt, was ich trage, und kontrolliert mein Handy.": "COERCIVE_CONTROL",
    },
    "it": {
        "Mi ha picchiata davanti ai bambini.": "IPV_PHYSICAL",
        "Mi stringeva la gola e rideva.": "IPV_STRANGULATION",
        "Voglio farla finita.": "SI_ACTIVE",
        "Minaccia di ammazzarsi se lo lascio.": "SUICIDE_LEVERAGE",
    },
    "nl": {
        "Hij sloeg me en schopte me de gang in.": "IPV_PHYSICAL",
        "Hij drukte mijn keel dicht.": "IPV_STRANGULATION",
        "Ik wil uit het leven stappen.": "SI_ACTIVE",
        "Ik mag mijn moeder niet bellen van hem.": "COERCIVE_CONTROL",
    },
    "pl": {
        "Wczoraj mnie pobił i szarpał za włosy.": "IPV_PHYSICAL",
        "Chwycił mnie za gardło.": "IPV_STRANGULATION",
        "Nie mam siły żyć.": "SI_PASSIVE",
        "Grozi, że się zabije, jeśli odejdę.": "SUICIDE_LEVERAGE",
    },
    "tr": {
        "Kocam beni dövdü, yüzüme vurdu.": "IPV_PHYSICAL",
        "Boğazıma yapıştı.": "IPV_STRANGULATION",
        "Yaşamaktan yoruldum, ölmek istiyorum.": "SI_ACTIVE",
        "Ailemle görüşmemi yasakladı.": "COERCIVE_CONTROL",
    },
    "ar": {
        "ضربني أمس وصفعني قدام أولادي": "IPV_PHYSICAL",
        "مسك رقبتي وشد": "IPV_STRANGULATION",
        "تعبت من الحياة وما أريد أعيش": "SI_PASSIVE",
        "يهددني بالانتحار إذا تركته": "SUICIDE_LEVERAGE",
    },
    "hi": {
        "उसने मुझे थप्पड़ मारा और बाल खींचे": "IPV_PHYSICAL",
        "उसने मेरा गला दबाया": "IPV_STRANGULATION",
        "मैं जीना नहीं चाहती": "SI_PASSIVE",
        "कहता है जान से मार दूँगा": "THREAT_KILL",
    },
    "hi-Latn": {
        "Usne mujhe thappad maara aur baal kheeche": "IPV_PHYSICAL",
        "Usne mera gala dabaya": "IPV_STRANGULATION",
        "Main khudkushi karna chahti hoon, khudkushi kar lungi": "SI_ACTIVE",
        "Bolta hai jaan se maar dunga": "THREAT_KILL",
    },
    "zh, simplified": {
        "他又打我，还踢我": "IPV_PHYSICAL",
        "他掐我的脖子": "IPV_STRANGULATION",
        "我不想活了": "SI_ACTIVE",
        "他不准我出门": "COERCIVE_CONTROL",
    },
    "zh, traditional": {
        "他又打我，還踢我": "IPV_PHYSICAL",
        "他掐住我的喉嚨": "IPV_STRANGULATION",
        "我想結束自己的生命": "SI_ACTIVE",
        "她用自殺威脅我": "SUICIDE_LEVERAGE",
    },
    "ja": {
        "夫に殴られました": "IPV_PHYSICAL",
        "首を絞められた": "IPV_STRANGULATION",
        "生きるのに疲れた": "SI_PASSIVE",
        "別れるなら死んでやると言われる": "SUICIDE_LEVERAGE",
    },
}

HARMLESS = (
    "Me muero de hambre, ¿cenamos ya?", "Nunca me ha pegado ni me ha gritado.", "Mi madre me mata si llego tarde.",
    "Estou a morrer de rir com as tuas fotos.", "Ele nunca me bateu, só anda calado.",
    "Je meurs de faim.", "Il ne m'a jamais frappée.", "Ma mère va me tuer, j'ai cassé son vase.",
    "Ich sterbe vor Hunger.", "Er hat mich noch nie geschlagen, außer im Schach.", "Der Tag hat mich umgebracht.",
    "Muoio di fame, che si mangia?", "Non mi ha mai picchiata.", "Sono morta dal ridere.",
    "Ik sterf van de honger.", "Hij heeft me nog nooit geslagen, behalve met schaken.", "Ik lach me dood.",
    "Umieram z głodu.", "Nigdy mnie nie uderzył.", "Ten upał mnie zabije.",
    "Açlıktan ölüyorum.", "Bana hiç vurmadı.", "Bu sıcak beni öldürecek.", "Annem beni öldürür, vazoyu kırdım.",
    "أموت من الجوع", "عمره ما ضربني", "هذا الحر يقتلني",
    "भूख से मर रहा हूँ", "उसने मुझे कभी नहीं मारा", "हँसते हँसते मर गए",
    "Bhook se mar raha hoon", "Usne mujhe kabhi nahi maara", "Boss maar dalega aaj to",
    "饿死我了", "他从来没打过我", "他打我电话了", "餓死我了", "想死你了", "他從來沒打過我",
    "死ぬほど笑った", "お腹すいて死にそう", "一度も殴られたことはない",
)  # fmt: skip

CASES = [
    pytest.param(said, name, id=f"{tongue}: {said}")
    for tongue, sentences in DANGER.items()
    for said, name in sentences.items()
]


@cache
def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("said", "name"), CASES)
def test_danger_said_plainly_is_heard_in_each_tongue(said: str, name: str) -> None:
    assert name in {signal.name for signal in phrases(said)}


@pytest.mark.parametrize("said", HARMLESS)
def test_an_idiom_or_a_denial_is_no_danger(said: str) -> None:
    assert phrases(said) == ()


@pytest.mark.parametrize("tongue", [tongue for tongue in DANGER if tongue != "en"])
def test_danger_in_another_tongue_reaches_the_whole_reading(tongue: str) -> None:
    said = next(said for said, name in DANGER[tongue].items() if name == "IPV_STRANGULATION")
    assert read(said, setting="opening").safety.level == Level.IMMINENT


@pytest.mark.parametrize("name", WRITTEN_TO_MEND_BY)
def test_what_was_once_mended_stays_mended(name: str) -> None:
    """These rows were seen while the rules were written: a guard against loss, no measure of what is found."""
    missed = [row["text"] for row in rows(name) if row["severity"] != "none" and not phrases(row["text"])]
    assert missed == []
    alarmed = [row["text"] for row in rows(name) if row["severity"] == "none" and phrases(row["text"])]
    assert alarmed == []


def test_the_rows_kept_apart_cover_each_tongue_and_repeat_no_other_row() -> None:
    kept = rows("tongues_kept.jsonl")
    assert set(Counter(row["lang"] for row in kept).values()) == {6}
    seen = {row["text"] for name in WRITTEN_TO_MEND_BY for row in rows(name)}
    assert not seen & {row["text"] for row in kept}


@pytest.mark.parametrize("name", ["tongues_more.jsonl", "tongues_far.jsonl"])
def test_what_is_only_hinted_at_is_mostly_heard_and_harmless_days_stay_quiet(name: str) -> None:
    """Seen while the rules were written: a floor against loss, no measure of what is found in new words."""
    for tongue in sorted({row["lang"] for row in rows(name)}):
        spoken = [row for row in rows(name) if row["lang"] == tongue]
        grave = [bool(phrases(row["text"])) for row in spoken if row["severity"] != "none"]
        quiet = [bool(phrases(row["text"])) for row in spoken if row["severity"] == "none"]
        assert sum(grave) >= 0.6 * len(grave), tongue
        assert sum(quiet) <= 0.04 * len(quiet), tongue

//! The texts in Czech.

use crate::person::{Comparison, DifferentBecause, PerhapsBecause, SameBecause};
use crate::verdict::ReasonCode;
use crate::warning::WarningCode;

const NEW_FROM_ISSUER: &str =
    "Jen na základě tohoto kódu nevpouštějte; držitel může vydavatele požádat o nový certifikát.";
const KEYS_OR_ANOTHER: &str =
    "Aktualizujte klíče a zkuste to znovu; pokud se nic nezmění, požádejte o jiný certifikát.";
const ISSUER_MENDS: &str = "Teď není třeba nic dělat; vydavatel by to měl v nových certifikátech opravit.";
const KEY_DECIDES: &str = "Není třeba nic dělat: způsob podpisu určuje sám klíč.";
const ORIGIN_BY_KEY: &str = "Původ certifikátu ukazuje země klíče; vydavatel by to měl v nových certifikátech opravit.";
const COMPARE_PRINT: &str =
    "Porovnejte přečtené údaje s vytištěným certifikátem; v nových by to měl vydavatel opravit.";
const COMPLETE_ONE: &str = "Je-li údaj potřeba, může držitel vydavatele požádat o úplný certifikát.";

pub(super) fn reason(code: ReasonCode) -> (&'static str, &'static str) {
    match code {
        ReasonCode::SignatureInvalid => ("Podpis není pravý: certifikát byl pozměněn nebo padělán.", NEW_FROM_ISSUER),
        ReasonCode::AlgorithmMismatch => {
            ("Certifikát uvádí jiný způsob podpisu, než jaký používá jeho klíč.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyDomain => {
            ("Klíč, kterým byl certifikát podepsán, patří k jiné skupině certifikátů.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyUsage => ("Tímto klíčem se tento typ certifikátu podepisovat nesmí.", NEW_FROM_ISSUER),
        ReasonCode::KeyNotSigner => {
            ("Klíč slouží k jinému účelu: k podepisování certifikátů není určen.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyTooWeak => {
            ("Klíč je příliš slabý a před paděláním certifikát spolehlivě nechrání.", NEW_FROM_ISSUER)
        }
        ReasonCode::KeyUnsupported => ("Certifikát je podepsán druhem klíče, který se zde neuznává.", NEW_FROM_ISSUER),
        ReasonCode::Revoked => (
            "Certifikát byl odvolán: jeho vydavatel ho prohlásil za neplatný.",
            "Na základě tohoto kódu nevpouštějte; držitel se může vydavatele zeptat na důvod a požádat o nový certifikát.",
        ),
        ReasonCode::LikelyRevoked => (
            "Certifikát je uveden v seznamu odvolaných, který se však občas mýlí.",
            "Požádejte o jiný certifikát; zda je tento odvolán, může držiteli říci vydavatel.",
        ),
        ReasonCode::RevocationUnknown => (
            "Není známo, zda certifikát nebyl odvolán: chybí seznam, který je k tomu potřeba.",
            "Aktualizujte seznamy odvolaných certifikátů a zkuste to znovu.",
        ),
        ReasonCode::DifferentPersons => (
            "Certifikáty nepatří jedné osobě: data narození se liší.",
            "Kontrolujte každou osobu zvlášť a porovnejte jméno a datum narození s dokladem totožnosti.",
        ),
        ReasonCode::Expired => (
            "Platnost certifikátu skončila.",
            "Požádejte o certifikát, který ještě platí; nový může držiteli vystavit vydavatel.",
        ),
        ReasonCode::NotYetValid => (
            "Platnost certifikátu ještě nezačala.",
            "Zkontrolujte datum v tomto zařízení; je-li správné, počkejte, až certifikát začne platit.",
        ),
        ReasonCode::KeyExpired => (
            "Platnost klíče, kterým byl certifikát podepsán, skončila.",
            "Aktualizujte klíče a zkuste to znovu; nepomůže-li to, může držitel požádat vydavatele o nový certifikát.",
        ),
        ReasonCode::KeyNotYetValid => (
            "Platnost klíče, kterým byl certifikát podepsán, ještě nezačala.",
            "Zkontrolujte datum v tomto zařízení a zkuste to znovu; je-li správné, ať se držitel obrátí na vydavatele.",
        ),
        ReasonCode::RuleFailed => (
            "Pravidlo vstupu do zvolené země není splněno.",
            "Podle samotného kódu nevpouštějte; držitel v aplikaci vidí, o které pravidlo jde.",
        ),
        ReasonCode::Invalidated => (
            "Země, která certifikát vydala, už za ním nestojí.",
            "Podle samotného kódu nevpouštějte; držitel může požádat vydavatele o nový certifikát.",
        ),
        ReasonCode::NothingCounts => (
            "Žádný z předložených certifikátů není druhu, který se zde počítá.",
            "Požádejte o certifikát jiného druhu; které druhy se počítají, určuje režim.",
        ),
        ReasonCode::NoCode => {
            ("Nebyl zadán žádný kód, není tedy co kontrolovat.", "Naskenujte nebo zadejte kód certifikátu.")
        }
        ReasonCode::TooManyCodes => (
            "Bylo zadáno více kódů, než lze zkontrolovat najednou.",
            "Zkontrolujte najednou méně certifikátů, a to jen jedné osoby.",
        ),
        ReasonCode::NotACertificate => (
            "V tomto kódu není zdravotní certifikát, který by zde šlo ověřit.",
            "Požádejte o kód zdravotního certifikátu a naskenujte ten.",
        ),
        ReasonCode::Malformed => (
            "Certifikát nelze přečíst: kód je poškozený, neúplný nebo chybně vytvořený.",
            "Naskenujte původní kód znovu; nepomůže-li to, může držitel požádat vydavatele o nový certifikát.",
        ),
        ReasonCode::UnknownPayload => (
            "Kód je podepsán jako certifikát, ale druh jeho obsahu zde není znám.",
            "Aktualizujte aplikaci a zkuste to znovu, nebo požádejte o jiný certifikát.",
        ),
        ReasonCode::NoKeyId => (
            "Certifikát neuvádí, kterým klíčem byl podepsán, a proto nelze potvrdit jeho vydavatele.",
            "Požádejte o jiný certifikát; nový může držiteli vystavit vydavatel.",
        ),
        ReasonCode::NoKeys => (
            "V tomto zařízení zatím nejsou žádné klíče, takže žádný certifikát nelze potvrdit.",
            "Připojte se k internetu a aktualizujte; do té doby porovnávejte s jinými doklady.",
        ),
        ReasonCode::KeysStale => (
            "Klíče v tomto zařízení jsou příliš staré, než aby se na ně dalo spolehnout.",
            "Připojte se k internetu, aktualizujte a zkontrolujte znovu.",
        ),
        ReasonCode::RulesStale => (
            "Pravidla v tomto zařízení jsou příliš stará, než aby se na ně dalo spolehnout.",
            "Připojte se k internetu, aktualizujte a zkontrolujte znovu.",
        ),
        ReasonCode::RevocationStale => (
            "Seznamy odvolaných certifikátů v tomto zařízení jsou příliš staré, než aby se na ně dalo spolehnout.",
            "Připojte se k internetu, aktualizujte a zkontrolujte znovu.",
        ),
        ReasonCode::KeyUnknown => {
            ("Klíč certifikátu není v používaném seznamu, a proto nelze potvrdit vydavatele.", KEYS_OR_ANOTHER)
        }
        ReasonCode::KeyTestOnly => (
            "Certifikát je podepsán předváděcím klíčem, který není určen pro skutečné použití.",
            "Požádejte o certifikát vydaný pro skutečné použití.",
        ),
        ReasonCode::TooManyKeys => (
            "Stejné označení má příliš mnoho klíčů, a proto není jasné, který z nich k certifikátu patří.",
            KEYS_OR_ANOTHER,
        ),
        ReasonCode::NoHolder => {
            ("Certifikát neuvádí, komu patří.", "Požádejte o jiný certifikát; držitel může vydavatele požádat o nový.")
        }
        ReasonCode::NoExpiry => (
            "Certifikát neuvádí, dokdy platí, ačkoli jeho druh to uvádět musí.",
            "Požádejte o jiný certifikát; držitel může vydavatele požádat o nový.",
        ),
        ReasonCode::PersonsUnclear => (
            "Není jasné, zda certifikáty patří jedné osobě: jména se liší, nebo chybí datum narození.",
            "Porovnejte jména a data narození s dokladem totožnosti.",
        ),
        ReasonCode::NoCountry => (
            "Nebyla zvolena země, a proto není známo, která pravidla platí.",
            "Zvolte zemi, jejíž pravidla mají platit, a proveďte kontrolu znovu.",
        ),
        ReasonCode::RuleOpen => (
            "Pravidlo vstupu do zvolené země nelze na tento certifikát použít.",
            "Požádejte o jiný certifikát nebo se obraťte na příslušný úřad.",
        ),
        ReasonCode::ModeUnknown => (
            "Režim tohoto jména mezi pravidly není, a proto se neví, které certifikáty se počítají.",
            "Zvolte režim, který pravidla obsahují, nebo pravidla aktualizujte a zkuste to znovu.",
        ),
        ReasonCode::MoreNeeded => (
            "Předložené samo o sobě nestačí; je k němu potřeba ještě další certifikát.",
            "Požádejte o certifikát, který ještě chybí, a zkontrolujte všechny společně.",
        ),
        ReasonCode::ModeOpen => (
            "Nelze určit, zda se tento certifikát ve zvoleném režimu počítá.",
            "Požádejte o jiný certifikát nebo se obraťte na úřad, který pravidla spravuje.",
        ),
        ReasonCode::NoRules => (
            "Pro to, na co se ptáte, zde nejsou pravidla, a proto nelze rozhodnout.",
            "Aktualizujte pravidla a zkuste to znovu, nebo se obraťte na příslušný úřad.",
        ),
    }
}

pub(super) fn warning(code: WarningCode) -> (&'static str, &'static str) {
    match code {
        WarningCode::CoseUntagged => ("Podepsané části certifikátu chybí obvyklá úvodní značka.", ISSUER_MENDS),
        WarningCode::CoseDoubleTagged => ("Podepsaná část certifikátu má jednu úvodní značku navíc.", ISSUER_MENDS),
        WarningCode::KeyIdUnprotected => {
            ("Označení klíče je uvedeno jen v části, kterou podpis nechrání.", ISSUER_MENDS)
        }
        WarningCode::KeyIdsDiffer => {
            ("Certifikát uvádí dva různé klíče; použil se ten, jehož označení chrání podpis.", ISSUER_MENDS)
        }
        WarningCode::AlgorithmUnprotected => {
            ("Způsob podpisu je uveden jen v části, kterou podpis nechrání.", KEY_DECIDES)
        }
        WarningCode::AlgorithmsDiffer => ("Certifikát uvádí dva různé způsoby podpisu; rozhoduje klíč.", ISSUER_MENDS),
        WarningCode::AlgorithmAbsent => ("Certifikát neuvádí způsob podpisu.", KEY_DECIDES),
        WarningCode::TimeFloat => {
            ("Časový údaj je zapsán jako desetinné číslo; použily se jen celé sekundy.", ISSUER_MENDS)
        }
        WarningCode::TimeTagged => ("Časový údaj nese značku navíc, která na něm nic nemění.", ISSUER_MENDS),
        WarningCode::ExpiryAbsent => (
            "Certifikát neuvádí, kdy jeho platnost skončí.",
            "Všimněte si data vydání; v nových certifikátech by měl vydavatel konec platnosti uvést.",
        ),
        WarningCode::IssuedAbsent => ("Certifikát neuvádí, kdy byl vydán.", ISSUER_MENDS),
        WarningCode::IssuerAbsent => ("Certifikát neuvádí svého vydavatele.", ORIGIN_BY_KEY),
        WarningCode::IssuerForm => ("Vydavatel není uveden dvoupísmenným kódem země.", ORIGIN_BY_KEY),
        WarningCode::OtherPayloads => (
            "Certifikát má kromě přečtené části ještě další obsah.",
            "Počítá se jen přečtená část; na zbytek se může držitel zeptat vydavatele.",
        ),
        WarningCode::PayloadWrapped => ("Obsah certifikátu je zabalen o jednou víc, než má být.", ISSUER_MENDS),
        WarningCode::VersionUnknown => ("Certifikát uvádí verzi formátu, která neexistuje.", COMPARE_PRINT),
        WarningCode::FieldMissing => ("Chybí povinný údaj.", COMPLETE_ONE),
        WarningCode::FieldEmpty => ("Jeden z údajů je prázdný.", COMPLETE_ONE),
        WarningCode::FieldLong => ("Jeden z údajů je delší, než je dovoleno.", ISSUER_MENDS),
        WarningCode::FieldRange => ("Jeden z údajů má hodnotu, která není přípustná.", COMPARE_PRINT),
        WarningCode::NumberFloat => ("Celé číslo je zapsáno jako desetinné.", ISSUER_MENDS),
        WarningCode::GroupEmpty => ("Nepoužitá část zůstala prázdná, místo aby byla vynechána.", ISSUER_MENDS),
        WarningCode::DateWithTime => ("Datum obsahuje i čas, ke kterému se nepřihlíželo.", ISSUER_MENDS),
        WarningCode::DateTagged => ("Datum nese značku navíc, která na něm nic nemění.", ISSUER_MENDS),
        WarningCode::DateUnreadable => {
            ("Datum nebo čas nelze přečíst nebo neexistuje, proto se bere jako neznámý údaj.", ISSUER_MENDS)
        }
        WarningCode::BirthDateEmpty => {
            ("Datum narození není vyplněno.", "Porovnejte s dokladem totožnosti jméno; datum narození porovnat nelze.")
        }
        WarningCode::BirthDatePartial => (
            "Datum narození je uvedeno jen zčásti, ačkoli má být úplné.",
            "Porovnejte s dokladem totožnosti jméno a uvedenou část data narození.",
        ),
        WarningCode::ZoneMissing => (
            "U času chybí časové pásmo; byl přečten jako světový čas (UTC).",
            "Počítejte s rozdílem několika hodin; v nových certifikátech by měl vydavatel pásmo uvádět.",
        ),
        WarningCode::TimeForm => ("Čas je zapsán neobvyklým způsobem.", COMPARE_PRINT),
        WarningCode::UvciForm => ("Identifikátor certifikátu nezačíná tak, jak má.", ISSUER_MENDS),
        WarningCode::NameForm => (
            "Strojově čitelné jméno obsahuje znaky, které v něm nejsou dovoleny.",
            "Porovnejte jméno s dokladem totožnosti; vydavatel by to měl v nových certifikátech opravit.",
        ),
        WarningCode::IcvpGeneration => (
            "Certifikát používá starší formát svého typu; byl přečten podle nejnovějšího.",
            "Teď není třeba nic dělat; nový certifikát by měl mít nejnovější formát.",
        ),
        WarningCode::OutlivesKey => (
            "Certifikát má platit déle než klíč, kterým byl podepsán.",
            "Až platnost klíče skončí, přestane se certifikát uznávat; včas požádejte vydavatele o nový.",
        ),
        WarningCode::PredatesKey => ("Certifikát byl vydán dříve, než začala platnost jeho klíče.", ISSUER_MENDS),
        WarningCode::ClockBehind => (
            "Hodiny tohoto zařízení jsou pozadu; použil se pozdější čas doložený podpisem.",
            "Nastavte v tomto zařízení správné datum a čas.",
        ),
        WarningCode::KeysUnsigned => (
            "Seznam klíčů nemá žádný ověřený podpis.",
            "Ujistěte se, že seznam pochází z důvěryhodného zdroje, nebo načtěte podepsaný.",
        ),
        WarningCode::NoRevocationList => (
            "Není načten seznam odvolaných certifikátů, a proto se odvolání nekontrolovalo.",
            "Načtěte takový seznam, nebo mějte na paměti, že odvolaný certifikát by se nepoznal.",
        ),
        WarningCode::AgeUnknown => {
            ("Není známo, jak staré jsou klíče a pravidla.", "Ujistěte se, že používané soubory jsou aktuální.")
        }
        WarningCode::DataAgeing => (
            "Klíče, pravidla nebo seznamy odvolaných certifikátů v tomto zařízení stárnou.",
            "Brzy aktualizujte: po čase podle nich nepůjde rozhodnout nic.",
        ),
        WarningCode::CalendarClamped => (
            "Měsíc je kratší než den, s nímž se počítá; jiné aplikace mohou několik dní rozhodovat jinak.",
            "Rozhodne-li jiná aplikace jinak, platný den určí úřad, který pravidla spravuje.",
        ),
        WarningCode::ChangeUncertain => (
            "Kdy se tato odpověď změní, není přesně známo; může to být dříve, než je uvedeno.",
            "Než se na odpověď spolehnete, proveďte kontrolu znovu.",
        ),
        WarningCode::NoRulesApplied => (
            "Zkontroloval se jen podpis, doba platnosti a klíč; pravidla žádné země se nepoužila.",
            "Má-li se rozhodnout o vstupu, proveďte i kontrolu podle pravidel příslušné země.",
        ),
    }
}

pub(super) fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Same(SameBecause::NamesEqual) => "Stejné datum narození, stejné jméno.",
        Comparison::Same(SameBecause::NamesTransliterated) => {
            "Stejné datum narození, jména se po přepisu do latinky shodují."
        }
        Comparison::Same(SameBecause::NamesReordered) => "Stejné datum narození, stejná jména v jiném pořadí.",
        Comparison::Same(SameBecause::NamesShortened) => {
            "Stejné datum narození; na jednom certifikátu některá ze jmen chybí."
        }
        Comparison::Same(SameBecause::BirthDateAgrees) => "Stejné jméno; data narození se shodují, pokud jsou známa.",
        Comparison::Perhaps(PerhapsBecause::BirthDateUnknown) => "Jména se shodují, ale datum narození není známo.",
        Comparison::Perhaps(PerhapsBecause::BirthDatePartial) => {
            "Jména se shodují zčásti a datum narození není známo celé."
        }
        Comparison::Perhaps(PerhapsBecause::DayAndMonthSwapped) => {
            "Stejné jméno; data narození by se shodovala, kdyby se prohodil den a měsíc."
        }
        Comparison::Perhaps(PerhapsBecause::MarksDiffer) => {
            "Jména se liší jen znaménky, která ale mohou tvořit jiné jméno."
        }
        Comparison::Perhaps(PerhapsBecause::SpellingDiffers) => "Jména jsou napsána různě.",
        Comparison::Perhaps(PerhapsBecause::InitialsOnly) => "Některé jméno je uvedeno jen prvním písmenem.",
        Comparison::Perhaps(PerhapsBecause::NamePartMissing) => "Příjmení nebo křestní jméno chybí.",
        Comparison::Perhaps(PerhapsBecause::NameUnknown) => "Není uvedeno jméno, které by se dalo porovnat.",
        Comparison::Perhaps(PerhapsBecause::ScriptsDiffer) => "Jména jsou napsána písmy, která nelze porovnat.",
        Comparison::Perhaps(PerhapsBecause::NamesOverlap) => "Jména se zčásti shodují a zčásti liší.",
        Comparison::Perhaps(PerhapsBecause::FamilyNamesDiffer) => "Stejné křestní jméno, jiné příjmení.",
        Comparison::Different(DifferentBecause::BirthDates) => "Různá data narození.",
        Comparison::Different(DifferentBecause::GivenNames) => "Stejné příjmení, různá křestní jména.",
        Comparison::Different(DifferentBecause::Names) => "Různá jména.",
    }
}

//! The fields that rules read: their names in three languages, and the value sets that their codes come from
//! (protocols.md §3.4, §3.8 and §5.2).

use semafor_core::verdict::Language;

/// A field by the part of the payload it stands in and its short name.
#[derive(Debug)]
pub(crate) struct Field {
    group: &'static str,
    name: &'static str,
    /// The value set that its codes come from.
    pub(crate) value_set: Option<&'static str>,
    cs: &'static str,
    vi: &'static str,
    en: &'static str,
}

impl Field {
    /// What people call it.
    pub(crate) fn words(&self, language: Language) -> &'static str {
        match language {
            Language::Cs => self.cs,
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }
}

/// The field at a data access path, and which entry of its list, from 0. `payload.v` and `payload.v.0` are entries.
pub(crate) fn field(path: &str) -> Option<(&'static Field, usize)> {
    let fragments: Vec<&str> = path.split('.').collect();
    let (group, index, name) = match fragments.as_slice() {
        ["payload", "v" | "t" | "r", index] => ("payload", *index, fragments.get(1).copied()?),
        ["payload", group @ ("v" | "t" | "r"), index, name] => (*group, *index, *name),
        ["payload", group @ ("nam" | "vx"), name] => (*group, "0", *name),
        [group @ ("payload" | "external"), name] => (*group, "0", *name),
        _ => return None,
    };
    let index = index.parse().ok()?;
    FIELDS.iter().find(|field| field.group == group && field.name == name).map(|field| (field, index))
}

const fn named(
    group: &'static str,
    name: &'static str,
    [cs, vi, en]: [&'static str; 3],
    value_set: Option<&'static str>,
) -> Field {
    Field { group, name, value_set, cs, vi, en }
}

const COUNTRIES: Option<&str> = Some("country-2-codes");
const DISEASES: Option<&str> = Some("disease-agent-targeted");

#[rustfmt::skip]
static FIELDS: &[Field] = &[
    named("payload", "v", ["očkování", "mũi tiêm", "vaccination"], None),
    named("payload", "t", ["test", "xét nghiệm", "test"], None),
    named("payload", "r", ["prodělaná nemoc", "lần khỏi bệnh", "recovery"], None),
    named("payload", "dob", ["datum narození", "ngày sinh", "date of birth"], None),
    named("payload", "ver", ["verze certifikátu", "phiên bản chứng nhận", "version of the certificate"], None),
    named("payload", "n", ["jméno", "họ tên", "name"], None),
    named("payload", "s", ["pohlaví", "giới tính", "sex"], None),
    named("payload", "nt", ["státní příslušnost", "quốc tịch", "nationality"], None),
    named("payload", "id", ["číslo dokladu", "số giấy tờ", "number of the document"], None),
    named("payload", "dt", ["druh dokladu", "loại giấy tờ", "type of the document"], None),
    named("payload", "gn", ["zákonný zástupce", "người giám hộ", "guardian"], None),
    named("payload", "d", ["den vydání", "ngày cấp", "day of issue"], None),
    named("payload", "vx", ["očkování", "mũi tiêm", "vaccination"], None),
    named("nam", "fn", ["příjmení", "họ", "family name"], None),
    named("nam", "gn", ["křestní jméno", "tên", "given name"], None),
    named("nam", "fnt", ["příjmení v přepisu", "họ không dấu", "transliterated family name"], None),
    named("nam", "gnt", ["křestní jméno v přepisu", "tên không dấu", "transliterated given name"], None),
    named("v", "tg", ["nemoc", "bệnh", "disease"], DISEASES),
    named("v", "vp", ["druh vakcíny", "loại vắc-xin", "type of the vaccine"], Some("sct-vaccines-covid-19")),
    named("v", "mp", ["vakcína", "vắc-xin", "vaccine"], Some("vaccines-covid-19-names")),
    named("v", "ma", ["výrobce vakcíny", "nhà sản xuất vắc-xin", "maker of the vaccine"], Some("vaccines-covid-19-auth-holders")),
    named("v", "dn", ["číslo dávky", "số thứ tự mũi", "number of the dose"], None),
    named("v", "sd", ["počet dávek série", "số mũi của liệu trình", "number of doses in the series"], None),
    named("v", "dt", ["datum očkování", "ngày tiêm", "date of the vaccination"], None),
    named("v", "co", ["země očkování", "nước tiêm", "country of the vaccination"], COUNTRIES),
    named("v", "is", ["vydavatel certifikátu", "nơi cấp chứng nhận", "issuer of the certificate"], None),
    named("v", "ci", ["identifikátor certifikátu", "mã chứng nhận", "identifier of the certificate"], None),
    named("t", "tg", ["nemoc", "bệnh", "disease"], DISEASES),
    named("t", "tt", ["druh testu", "loại xét nghiệm", "type of the test"], Some("covid-19-lab-test-type")),
    named("t", "nm", ["název testu", "tên xét nghiệm", "name of the test"], None),
    named("t", "ma", ["testovací souprava", "bộ xét nghiệm", "test kit"], Some("covid-19-lab-test-manufacturer-and-name")),
    named("t", "sc", ["čas odběru", "lúc lấy mẫu", "time of the sample"], None),
    named("t", "tr", ["výsledek testu", "kết quả xét nghiệm", "result of the test"], Some("covid-19-lab-result")),
    named("t", "tc", ["místo testu", "nơi xét nghiệm", "place of the test"], None),
    named("t", "co", ["země testu", "nước xét nghiệm", "country of the test"], COUNTRIES),
    named("t", "is", ["vydavatel certifikátu", "nơi cấp chứng nhận", "issuer of the certificate"], None),
    named("t", "ci", ["identifikátor certifikátu", "mã chứng nhận", "identifier of the certificate"], None),
    named("r", "tg", ["nemoc", "bệnh", "disease"], DISEASES),
    named("r", "fr", ["datum prvního pozitivního testu", "ngày dương tính đầu tiên", "date of the first positive test"], None),
    named("r", "df", ["první den platnosti", "ngày bắt đầu có giá trị", "first day of validity"], None),
    named("r", "du", ["poslední den platnosti", "ngày cuối có giá trị", "last day of validity"], None),
    named("r", "co", ["země testu", "nước xét nghiệm", "country of the test"], COUNTRIES),
    named("r", "is", ["vydavatel certifikátu", "nơi cấp chứng nhận", "issuer of the certificate"], None),
    named("r", "ci", ["identifikátor certifikátu", "mã chứng nhận", "identifier of the certificate"], None),
    named("vx", "vp", ["vakcína", "vắc-xin", "vaccine"], Some("icvp-products")),
    named("vx", "dv", ["datum očkování", "ngày tiêm", "date of the vaccination"], None),
    named("vx", "bo", ["šarže", "số lô", "batch"], None),
    named("vx", "cn", ["očkující", "người tiêm", "clinician"], None),
    named("vx", "is", ["vydavatel", "nơi cấp", "issuer"], None),
    named("external", "validationClock", ["čas kontroly", "lúc kiểm tra", "time of the check"], None),
    named("external", "countryCode", ["země vstupu", "nước đến", "country of arrival"], None),
    named("external", "issuerCountryCode", ["země vydání", "nước cấp", "issuing country"], None),
    named("external", "exp", ["konec technické platnosti", "lúc hết hạn kỹ thuật", "technical expiry"], None),
    named("external", "iat", ["čas vydání", "lúc cấp", "time of issue"], None),
    named("external", "kid", ["identifikátor klíče", "mã khóa", "key id"], None),
    named("external", "region", ["region", "khu vực", "region"], None),
];

#[cfg(test)]
mod tests {
    use semafor_core::verdict::Language;

    use super::field;

    #[test]
    fn paths_lead_to_names() {
        for (path, expected) in [
            ("payload.v.0.dn", Some(("number of the dose", 0))),
            ("payload.v.1", Some(("vaccination", 1))),
            ("payload.v", Some(("vaccination", 0))),
            ("payload.nam.fn", Some(("family name", 0))),
            ("payload.vx.vp", Some(("vaccine", 0))),
            ("external.validationClock", Some(("time of the check", 0))),
            ("payload.v.x.dn", None),
            ("payload.v.0.zz", None),
            ("accumulator", None),
            ("", None),
        ] {
            assert_eq!(field(path).map(|(field, index)| (field.words(Language::En), index)), expected, "{path}");
        }
    }
}

//! The words of sentences, in Czech, Vietnamese and English. `{0}` and `{1}` are what is put in; the words around them
//! are chosen so that a field's name need not be declined.

use semafor_core::verdict::Language;

/// A phrase in Czech, Vietnamese and English.
pub(super) type Phrase = [&'static str; 3];

/// The phrase in a language.
pub(super) fn say([cs, vi, en]: Phrase, language: Language) -> &'static str {
    match language {
        Language::Cs => cs,
        Language::Vi => vi,
        Language::En => en,
    }
}

/// A phrase with its values put in. What is put in is not looked at again.
pub(super) fn fill(phrase: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((index, after)) = after.split_once('}') else { break };
        text.push_str(index.parse().ok().and_then(|index: usize| values.get(index)).unwrap_or(&""));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// All phrases.
pub(super) struct Phrases {
    pub(super) country: Phrase,
    pub(super) region: Phrase,
    pub(super) kind: Phrase,
    pub(super) in_force: Phrase,
    pub(super) from_to: Phrase,
    pub(super) engine: Phrase,
    pub(super) when: Phrase,
    pub(super) then: Phrase,
    pub(super) otherwise: Phrase,
    pub(super) all_of: Phrase,
    pub(super) one_of: Phrase,
    pub(super) one_fails: Phrase,
    pub(super) not_so: Phrase,
    pub(super) not_inline: Phrase,
    pub(super) fulfilled: Phrase,
    pub(super) not_fulfilled: Phrase,
    pub(super) yes: Phrase,
    pub(super) no: Phrase,
    pub(super) present: Phrase,
    pub(super) missing: Phrase,
    pub(super) equal: Phrase,
    pub(super) same: Phrase,
    pub(super) greater: Phrase,
    pub(super) less: Phrase,
    pub(super) at_least: Phrase,
    pub(super) at_most: Phrase,
    pub(super) after: Phrase,
    pub(super) before: Phrase,
    pub(super) not_before: Phrase,
    pub(super) not_after: Phrase,
    pub(super) and_also: Phrase,
    pub(super) among: Phrase,
    pub(super) in_list: Phrase,
    pub(super) value_set: Phrase,
    pub(super) entry: Phrase,
    pub(super) everything: Phrase,
    pub(super) current: Phrase,
    pub(super) accumulator: Phrase,
    pub(super) later: Phrase,
    pub(super) earlier: Phrase,
    pub(super) sum: Phrase,
    pub(super) part_of: Phrase,
    pub(super) last_day: Phrase,
    pub(super) reduced: Phrase,
    pub(super) choice: Phrase,
    pub(super) and: Phrase,
    pub(super) too_deep: Phrase,
}

pub(super) const PHRASES: Phrases = Phrases {
    country: ["země", "nước", "country"],
    region: ["region", "khu vực", "region"],
    kind: ["druh", "loại", "type"],
    in_force: ["v účinnosti", "hiệu lực", "in force"],
    from_to: ["od {0} do {1}", "từ {0} đến {1}", "from {0} to {1}"],
    engine: ["jazyk", "ngôn ngữ", "engine"],
    when: ["jestliže", "nếu", "if"],
    then: ["pak", "thì", "then"],
    otherwise: ["jinak", "nếu không", "otherwise"],
    all_of: ["platí vše z tohoto:", "mọi điều sau đều đúng:", "all of these hold:"],
    one_of: ["platí aspoň jedno z tohoto:", "ít nhất một điều sau đúng:", "at least one of these holds:"],
    one_fails: ["aspoň jedno z tohoto neplatí:", "ít nhất một điều sau sai:", "at least one of these does not hold:"],
    not_so: ["neplatí toto:", "điều sau không đúng:", "this does not hold:"],
    not_inline: ["neplatí, že {0}", "không đúng là {0}", "it is not so that {0}"],
    fulfilled: ["splněno", "đạt", "it is fulfilled"],
    not_fulfilled: ["nesplněno", "không đạt", "it is not fulfilled"],
    yes: ["pravda", "đúng", "true"],
    no: ["nepravda", "sai", "false"],
    present: ["je uvedeno: {0}", "có {0}", "there is {0}"],
    missing: ["není uvedeno: {0}", "không có {0}", "there is no {0}"],
    equal: ["{0} je {1}", "{0} là {1}", "{0} is {1}"],
    same: ["{0} a {1} jsou totéž", "{0} bằng {1}", "{0} equals {1}"],
    greater: ["{0} je větší než {1}", "{0} lớn hơn {1}", "{0} is greater than {1}"],
    less: ["{0} je menší než {1}", "{0} nhỏ hơn {1}", "{0} is less than {1}"],
    at_least: ["{0} není menší než {1}", "{0} ít nhất bằng {1}", "{0} is at least {1}"],
    at_most: ["{0} není větší než {1}", "{0} nhiều nhất bằng {1}", "{0} is at most {1}"],
    after: ["{0} je později než {1}", "{0} muộn hơn {1}", "{0} is after {1}"],
    before: ["{0} je dříve než {1}", "{0} sớm hơn {1}", "{0} is before {1}"],
    not_before: ["{0} není dříve než {1}", "{0} không sớm hơn {1}", "{0} is not before {1}"],
    not_after: ["{0} není později než {1}", "{0} không muộn hơn {1}", "{0} is not after {1}"],
    and_also: ["{0}, a zároveň {1}", "{0}, đồng thời {1}", "{0}, and {1}"],
    among: ["{0} je jedno z těchto: {1}", "{0} là một trong: {1}", "{0} is one of: {1}"],
    in_list: ["{0} je mezi tím, co obsahuje {1}", "{0} nằm trong {1}", "{0} is in {1}"],
    value_set: ["seznam {0}", "danh mục {0}", "the value set {0}"],
    entry: ["{0} č. {1}", "{0} thứ {1}", "{0} no. {1}"],
    everything: ["všechna data", "toàn bộ dữ liệu", "all data"],
    current: ["položka na řadě", "mục đang xét", "entry at hand"],
    accumulator: ["dosavadní výsledek", "kết quả đến lúc đó", "result so far"],
    later: ["{0} plus {1}", "{0} cộng {1}", "{1} after {0}"],
    earlier: ["{0} minus {1}", "{0} trừ {1}", "{1} before {0}"],
    sum: ["{0} plus {1}", "{0} cộng {1}", "{0} plus {1}"],
    part_of: ["část č. {0} z: {1}", "phần thứ {0} của {1}", "part no. {0} of {1}"],
    last_day: [
        "poslední den, který může znamenat {0}",
        "ngày muộn nhất mà {0} có thể chỉ",
        "the last day that {0} may mean",
    ],
    reduced: [
        "co zbude, když se začne hodnotou {0}, projde se {1} a každým krokem je výsledkem: {2}",
        "kết quả khi bắt đầu bằng {0}, duyệt {1}, mỗi bước lấy: {2}",
        "what remains when one starts with {0}, goes through {1}, and at each entry takes: {2}",
    ],
    choice: ["(jestliže {0}: {1}; jinak: {2})", "(nếu {0}: {1}; nếu không: {2})", "(if {0}: {1}; otherwise: {2})"],
    and: [" a ", " và ", " and "],
    too_deep: ["… (příliš hluboko vnořeno)", "… (lồng quá sâu)", "… (nested too deep)"],
};

//! A text in all languages, and the choice among them.

/// A language of the interface; Simplified Chinese is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    ZhCn,
    En,
    ZhTw,
}

impl Lang {
    pub const ALL: [Lang; 3] = [Lang::ZhCn, Lang::En, Lang::ZhTw];

    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
            Lang::ZhTw => "zh-TW",
        }
    }

    /// The language's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Lang::ZhCn => "简体中文",
            Lang::En => "English",
            Lang::ZhTw => "繁體中文",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(tag))
    }

    /// The best language for an `Accept-Language` header; the order of the header counts, its weights do not.
    #[must_use]
    pub fn accepted(header: &str) -> Lang {
        header
            .split(',')
            .filter_map(|part| {
                let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                match tag.as_str() {
                    "zh-tw" | "zh-hk" | "zh-hant" | "zh-mo" => Some(Lang::ZhTw),
                    tag if tag.starts_with("zh") => Some(Lang::ZhCn),
                    tag if tag.starts_with("en") => Some(Lang::En),
                    _ => None,
                }
            })
            .next()
            .unwrap_or_default()
    }
}

/// One text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub zh_cn: &'static str,
    pub en: &'static str,
    pub zh_tw: &'static str,
}

impl Text {
    /// All three languages, in the order of the [`Lang`] variants.
    #[must_use]
    pub const fn new(zh_cn: &'static str, en: &'static str, zh_tw: &'static str) -> Self {
        Self { zh_cn, en, zh_tw }
    }

    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::ZhCn => self.zh_cn,
            Lang::En => self.en,
            Lang::ZhTw => self.zh_tw,
        }
    }
}

/// Declares texts: `texts! { /// doc NAME = "简体", "English", "繁體"; }`.
#[macro_export]
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $zh:literal, $en:literal, $tw:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::Text = $crate::Text::new($zh, $en, $tw);)*
    };
}

/// Fills the `{name}` places of a text. `{name?one|many}` is the first word where the value is 1, else the second: for
/// languages whose words go by the number.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        let mut place = String::with_capacity(name.len() + 2);
        place.push('{');
        place.push_str(name);
        place.push('}');
        filled = filled.replace(&place, value);
        filled = counted(filled, &["{", name, "?"].concat(), *value == "1");
    }
    filled
}

/// Chooses between the words of each place that begins like this.
fn counted(mut text: String, begins: &str, is_one: bool) -> String {
    while let Some(start) = text.find(begins) {
        let Some(length) = text[start..].find('}') else { return text };
        let words = &text[start + begins.len()..start + length];
        let (one, many) = words.split_once('|').unwrap_or((words, words));
        let chosen = if is_one { one } else { many }.to_owned();
        text.replace_range(start..=start + length, &chosen);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(Lang::accepted("fr-FR, en;q=0.8, zh-CN;q=0.5"), Lang::En);
        assert_eq!(Lang::accepted("zh-Hant"), Lang::ZhTw);
        assert_eq!(Lang::accepted("zh-HK,zh;q=0.9"), Lang::ZhTw);
        assert_eq!(Lang::accepted("*"), Lang::ZhCn);
    }

    #[test]
    fn places_are_filled_by_name() {
        assert_eq!(fill("{who} 于 {when} 派发", &[("when", "14:22"), ("who", "李建军")]), "李建军 于 14:22 派发");
    }

    #[test]
    fn words_go_by_the_number_where_the_language_wants_it() {
        let visits = |n: &str| fill("{n?The|All} {n} {n?visit|visits} of {who}", &[("n", n), ("who", "Li")]);
        assert_eq!(visits("1"), "The 1 visit of Li");
        assert_eq!(visits("12"), "All 12 visits of Li");
        assert_eq!(fill("broken {n?", &[("n", "1")]), "broken {n?");
    }
}

//! What was typed over what: a form's fields as they differ from what was recorded, so that two tabs, or a tab before and
//! after a reload, don't write over fields in which nothing was typed (ONS-13).

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The fields that differ, as JSON.
pub fn changes<T: Serialize>(before: &T, typed: &T) -> String {
    let (before, mut typed) = (fields(before), fields(typed));
    typed.retain(|name, value| before.get(name) != Some(value));
    Value::Object(typed).to_string()
}

/// A form with such changes; as it was where they are not of this form.
pub fn with<T: Serialize + DeserializeOwned + Clone>(form: &T, changes: &str) -> T {
    let mut all = fields(form);
    if let Ok(Value::Object(changes)) = serde_json::from_str(changes) {
        all.extend(changes);
    }
    serde_json::from_value(Value::Object(all)).unwrap_or_else(|_| form.clone())
}

fn fields<T: Serialize>(form: &T) -> Map<String, Value> {
    match serde_json::to_value(form) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use domain::visit::Finding;

    use super::*;

    #[test]
    fn only_what_was_typed_goes_over_what_was_recorded_meanwhile() {
        let before =
            Finding { cause: "缓存".to_owned(), prevention: "每周清理".to_owned(), ..Finding::default() };
        let typed = Finding { prevention: String::new(), article: Some("ZD-7".to_owned()), ..before.clone() };
        let recorded = Finding { cause: "缓存满".to_owned(), solution: "清理".to_owned(), ..before.clone() };
        let expected = Finding { prevention: String::new(), article: Some("ZD-7".to_owned()), ..recorded.clone() };
        assert_eq!(with(&recorded, &changes(&before, &typed)), expected);
        assert_eq!(with(&recorded, "不是 JSON"), recorded);
        assert_eq!(with(&recorded, r#"{"cause": 1}"#), recorded);
    }
}

//! QR/03, field by field.

use print::{pages, render};
use words::Lang;

use super::{
    example::{form, request},
    look::{keep, text},
};

#[test]
fn every_field_of_the_form_stands_on_one_page() {
    for lang in Lang::ALL {
        let form = form(&request(true), lang);
        assert_eq!(pages(&form).expect("set"), 1);
        let pdf = render(&form).expect("set");
        keep(&format!("QR-03 {}.pdf", lang.tag()), &pdf);
        let text = text(&pdf);
        for field in form.parts().iter().flat_map(|part| &part.fields) {
            let choices = field.choices.iter().map(|choice| &choice.label);
            for wanted in [&field.label, &field.value].into_iter().chain(choices) {
                let wanted: String = wanted.split_whitespace().collect();
                assert!(text.contains(&wanted), "{wanted} is not on the paper in {}: {text}", lang.tag());
            }
        }
    }
}

#[test]
fn the_same_form_makes_the_same_bytes() {
    let request = request(true);
    let [one, other] = [(); 2].map(|()| render(&form(&request, Lang::ZhCn)).expect("set"));
    assert_eq!(one, other);
}

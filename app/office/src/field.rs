//! A field with its label; what is wrong with it and what is worth knowing stand beside it and are not part of its name.

use leptos::prelude::*;
use ui::t;
use words::Text;

/// The control is the child. With `id` given, the control names it in its `aria-describedby`.
#[component]
pub fn Field(
    label: Text,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] hint: Option<Text>,
    #[prop(optional, into)] mistake: Option<Signal<Option<String>>>,
    #[prop(optional)] is_short: bool,
    children: Children,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <small>{t(hint)}</small> });
    let mistake = mistake.map(|mistake| view! { <span class="mistake" role="alert">{move || mistake.get()}</span> });
    view! {
        <div class="form-field" class:short=is_short>
            <label class="labelled">
                <span>{t(label)}</span>
                {children()}
            </label>
            <div class="beside" id=id>{hint} {mistake}</div>
        </div>
    }
}

//! Labelled fields with their mistakes in words.

use std::cell::Cell;

use leptos::prelude::*;
use ui::t;
use words::Text;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of the page has.
#[must_use]
pub fn new_id() -> String {
    LAST.set(LAST.get() + 1);
    ["field-", &LAST.get().to_string()].concat()
}

/// A line of text, or several with `lines`.
#[component]
pub fn TextField(
    label: Text,
    value: RwSignal<String>,
    #[prop(optional)] hint: Option<Text>,
    /// What is wrong, in words.
    #[prop(optional)]
    mistake: Option<Signal<Option<String>>>,
    /// Runs after each change of the value by typing.
    #[prop(optional)]
    typed: Option<Callback<()>>,
    /// Runs when the field is left.
    #[prop(optional)]
    left: Option<Callback<()>>,
    #[prop(optional)] lines: bool,
    /// `text`, `password`, `pin`, `decimal`, `datetime-local`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
) -> impl IntoView {
    let id = new_id();
    let (hint_id, mistake_id) = ([&id, "-hint"].concat(), [&id, "-mistake"].concat());
    let mistake = mistake.unwrap_or_else(|| Signal::derive(|| None));
    let described_by = [hint_id.as_str(), " ", &mistake_id].concat();
    let invalid = move || mistake.get().map(|_| "true");
    let change = move |text: String| {
        value.set(text);
        if let Some(typed) = typed {
            typed.try_run(());
        }
    };
    let leave = move |_| {
        // A field that is taken off the page is left too, when its form is no more.
        if let Some(left) = left {
            left.try_run(());
        }
    };
    let (input_type, input_mode) = match kind {
        "pin" => ("password", "numeric"),
        "decimal" => ("text", "decimal"),
        other => (other, "text"),
    };
    let control = if lines {
        view! {
            <textarea id=id.clone() class="input" rows="3" aria-invalid=invalid aria-describedby=described_by
                prop:value=move || value.get() on:input:target=move |event| change(event.target().value()) on:blur=leave></textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=id.clone() class="input" type=input_type inputmode=input_mode autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-invalid=invalid aria-describedby=described_by
                prop:value=move || value.get() on:input:target=move |event| change(event.target().value()) on:blur=leave/>
        }
        .into_any()
    };
    view! {
        <div class="form-field">
            <label for=id>{t(label)}</label>
            {control}
            <small id=hint_id>{hint.map(t)}</small>
            <Mistake id=mistake_id text=mistake/>
        </div>
    }
}

/// What is wrong with a field.
#[component]
pub fn Mistake(id: String, text: Signal<Option<String>>) -> impl IntoView {
    view! { <span class="mistake" id=id role="alert">{move || text.get()}</span> }
}

/// A button of a page.
#[component]
pub fn Push(
    text: Text,
    run: Callback<()>,
    #[prop(optional)] primary: bool,
    #[prop(optional)] quiet: bool,
    #[prop(optional)] disabled: Option<Signal<bool>>,
) -> impl IntoView {
    let class = match (primary, quiet) {
        (true, _) => "button primary",
        (_, true) => "button quiet",
        _ => "button",
    };
    let disabled = move || disabled.is_some_and(|disabled| disabled.get());
    view! { <button type="button" class=class disabled=disabled on:click=move |_| run.run(())>{t(text)}</button> }
}

/// The title of the document while the page is shown.
pub fn use_title(title: Text) {
    let title = t(title);
    let product = t(words::common::PRODUCT);
    Effect::new(move || document().set_title(&[title(), " · ", product()].concat()));
}

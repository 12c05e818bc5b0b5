//! `/knowledge`: solutions that archived forms left behind, as drafts.

use domain::{knowledge::Article, rights::Action};
use leptos::prelude::*;
use ui::{shell::OfficeShell, t, use_desk};
use words::office::archive as texts;

use super::pages::Pages;
use crate::{
    frame::{WhenReady, office_desk},
    not_found::NotFound,
    tell::{Tell, use_tell},
    trouble::Trouble,
};

/// `/knowledge`
#[component]
pub fn KnowledgePage() -> impl IntoView {
    office_desk();
    let desk = use_desk();
    view! {
        <OfficeShell here="/knowledge">
            <WhenReady>
                <Show when=move || desk.may(Action::SeeKnowledge) fallback=NotFound><List/></Show>
            </WhenReady>
        </OfficeShell>
    }
}

#[component]
fn List() -> impl IntoView {
    let tell = use_tell();
    let text = RwSignal::new(String::new());
    let path = Signal::derive(move || ["/api/knowledge?q=", &ui::encoded(text.get().trim())].concat());
    let pages = Pages::<Article>::of(path);
    let cards = move || pages.items.get().into_iter().map(|article| card(article, tell)).collect_view();
    view! {
        <div class="page">
            <div class="page-head"><h1>{t(texts::KNOWLEDGE)}</h1></div>
            <p class="lead">{t(texts::KNOWLEDGE_LEAD)}</p>
            <div class="list-filters" role="search">
                <input class="input grow" type="search" placeholder=move || tell.say(texts::KNOWLEDGE_FIND) aria-label=move || tell.say(texts::KNOWLEDGE_FIND)
                    prop:value=text on:input:target=move |event| text.set(event.target().value())/>
            </div>
            <Trouble refusal=pages.refusal retry=move |()| pages.fetch(None)/>
            <ul class="articles">{cards}</ul>
            <Show when=move || pages.is_empty()><p class="empty">{t(texts::KNOWLEDGE_EMPTY)}</p></Show>
            <Show when=move || pages.next.with(Option::is_some)>
                <p class="more"><button type="button" class="button" disabled=pages.is_busy on:click=move |_| pages.more()>{t(texts::MORE)}</button></p>
            </Show>
        </div>
    }
}

fn card(article: Article, tell: Tell) -> impl IntoView {
    let part = |label, text: String| (!text.is_empty()).then(|| view! { <dt>{t(label)}</dt> <dd>{text}</dd> });
    let path = ["/requests/", &article.source.to_string()].concat();
    let source = tell.fill(texts::SOURCE, &[("number", &article.source_number), ("engineer", &article.engineer_name)]);
    view! {
        <li class="card article">
            <h2>{article.title}</h2>
            <p class="chips">
                <span class="chip">{tell.say(texts::DRAFT)}</span>
                <span class="chip">{article.product}</span>
                <span class="chip">{tell.category(&article.category)}</span>
            </p>
            <dl class="facts">
                {part(texts::SYMPTOM, article.symptom)}
                {part(texts::CAUSE, article.cause)}
                {part(texts::SOLUTION, article.solution)}
                {part(texts::PREVENTION, article.prevention)}
            </dl>
            <p><a href=path>{source}</a></p>
        </li>
    }
}

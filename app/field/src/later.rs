//! What the day's page shows only when somebody asks for it. It lies with the visit's pages and not in what the first
//! page loads.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use domain::DispatchId;
use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};
use ui::t;
use words::common;

use crate::{
    asks::{Ask, Question},
    device::{DeviceDialog, SetPin},
    lock_page::LockPage,
    sign_in::SignIn,
    wiped::WipedPage,
};

/// A piece of a page.
#[derive(Clone)]
pub enum Part {
    Device(RwSignal<bool>),
    Lock,
    SetPin(Callback<()>),
    Wiped,
    Question(Ask, DispatchId),
    SignIn { login: Option<String>, then: Option<Callback<()>> },
}

#[leptos::wasm_split::wasm_split(visit_part, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
fn draw(part: Part) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        Part::Device(open) => view! { <DeviceDialog open/> }.into_any(),
        Part::Lock => view! { <LockPage/> }.into_any(),
        Part::SetPin(then) => view! { <SetPin then/> }.into_any(),
        Part::Wiped => view! { <WipedPage/> }.into_any(),
        Part::Question(ask, dispatch) => view! { <Question ask dispatch/> }.into_any(),
        Part::SignIn { login, then } => view! { <SignIn login then/> }.into_any(),
    })
}

/// The piece, as soon as it is here.
#[component]
pub fn Later(part: Part) -> impl IntoView {
    let is_here = RwSignal::new(None);
    spawn_local(async move {
        let fetched = fetch().await;
        is_here.try_set(Some(fetched.is_ok()));
    });
    move || match is_here.get() {
        None => None,
        Some(true) => at_once(draw(part.clone())),
        Some(false) => Some(view! { <p class="mistake" role="alert">{t(common::NOT_LOADED_HINT)}</p> }.into_any()),
    }
}

/// What has been fetched need not be waited for: it is drawn here and now, among the page's own signals.
fn at_once(drawing: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> Option<AnyView> {
    match pin!(drawing).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(drawn) => drawn.ok(),
        Poll::Pending => None,
    }
}

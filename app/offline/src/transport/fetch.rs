//! The browser's way to the server: `fetch` and `EventSource`.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, EventSource, Headers, MessageEvent, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response,
};

use crate::{
    Later,
    transport::{Answer, Ask, Connection, Live, NoAnswer, Transport},
};

/// `fetch` with this origin's cookies.
pub struct Fetch;

async fn send(ask: Ask) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    if let Some(media_type) = &ask.media_type {
        headers.set("content-type", media_type)?;
    }
    if let Some(range) = &ask.content_range {
        headers.set("content-range", range)?;
    }
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(&ask.method);
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    // A redirect leads to a log-in page of somebody else: no answer of ours.
    init.set_redirect(RequestRedirect::Error);
    // Covers the body too: a connection that falls silent in the middle is no answer either.
    init.set_signal(Some(&AbortSignal::timeout_with_u32(ask.patience_ms)));
    if !ask.body.is_empty() {
        init.set_body(&Uint8Array::from(&ask.body[..]));
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(&ask.path, &init)).await?.dyn_into()?;
    let buffer: ArrayBuffer = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
    let headers = response.headers();
    let number = |name| headers.get(name).ok().flatten().and_then(|text| text.parse().ok());
    Ok(Answer {
        status: response.status(),
        media_type: headers.get("content-type")?.unwrap_or_default(),
        upload_offset: number("upload-offset"),
        upload_length: number("upload-length"),
        retry_after_s: number("retry-after"),
        body: Uint8Array::new(&buffer).to_vec(),
    })
}

impl Transport for Fetch {
    fn send(&self, ask: Ask) -> Later<Result<Answer, NoAnswer>> {
        Box::pin(async move { send(ask).await.map_err(|_| NoAnswer) })
    }

    fn listen(&self, path: &str, hear: Box<dyn Fn(Live)>) -> Option<Connection> {
        let source = EventSource::new(path).ok()?;
        let hear: Rc<dyn Fn(Live)> = Rc::from(hear);
        let heard = hear.clone();
        let on_event = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data().as_string().unwrap_or_default();
            heard(Live::Event { name: event.type_(), id: event.last_event_id(), data });
        });
        for name in ["change", "notice", "presence", "reset", "here"] {
            source.add_event_listener_with_callback(name, on_event.as_ref().unchecked_ref()).ok()?;
        }
        let heard = hear.clone();
        let on_open = Closure::<dyn FnMut()>::new(move || heard(Live::Open));
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        let watched = source.clone();
        let on_error = Closure::<dyn FnMut()>::new(move || {
            // Else it is connecting again by itself.
            let is_over = watched.ready_state() == EventSource::CLOSED;
            hear(if is_over { Live::Ended } else { Live::Away });
        });
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Connection::new(Box::new(move || {
            source.set_onopen(None);
            source.set_onerror(None);
            source.close();
            // The closures must outlive the source that calls them.
            drop((on_event, on_open, on_error));
        })))
    }
}

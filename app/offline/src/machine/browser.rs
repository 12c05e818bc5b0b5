//! The browser as a machine: the window's clocks and tasks, Web Locks, BroadcastChannel.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Poll, Waker},
};

use domain::Timestamp;
use js_sys::{Array, Date, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent, Performance, Window};

use crate::{
    Later,
    machine::{Lease, Machine, Nudge, Patience, naming},
    ready,
};

/// The window.
pub struct Browser {
    window: Window,
    performance: Performance,
    channel: Option<BroadcastChannel>,
}

impl Browser {
    /// None outside a window.
    #[must_use]
    pub fn new() -> Option<Self> {
        let window = web_sys::window()?;
        let performance = window.performance()?;
        Some(Self { performance, channel: BroadcastChannel::new("paidan").ok(), window })
    }

    fn on_window(&self, event: &str, hear: Closure<dyn FnMut()>) {
        let _ = self.window.add_event_listener_with_callback(event, hear.into_js_value().unchecked_ref());
    }
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(name)).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// What the lock's callback and the one who waits for it share.
#[derive(Default)]
struct Wanted {
    /// The answer: the function that gives the lock back, or None when it is not to be had.
    answer: RefCell<Option<Option<Function>>>,
    waker: RefCell<Option<Waker>>,
}

impl Wanted {
    fn answer(&self, answer: Option<Function>) {
        *self.answer.borrow_mut() = Some(answer);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// Asks for a lock. web-sys knows Web Locks only as an unstable interface, so the call goes by name.
fn request_lock(locks: &JsValue, name: &str, patience: Patience, wanted: &Rc<Wanted>) -> Option<()> {
    let request: Function = get(locks, "request")?.dyn_into().ok()?;
    let options = Object::new();
    let if_available = JsValue::from_bool(patience == Patience::IfAvailable);
    Reflect::set(&options, &JsValue::from_str("ifAvailable"), &if_available).ok()?;
    let given = wanted.clone();
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() || lock.is_undefined() {
            given.answer(None);
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise is resolved.
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        given.answer(release);
        held.into()
    });
    let asked = request.call3(locks, &JsValue::from_str(name), &options, &callback).ok()?;
    let refused = wanted.clone();
    if let Ok(promise) = asked.dyn_into::<Promise>() {
        spawn_local(async move {
            if JsFuture::from(promise).await.is_err() {
                refused.answer(None);
            }
        });
    }
    Some(())
}

impl Machine for Browser {
    fn wall(&self) -> Timestamp {
        Timestamp(Date::now() as i64)
    }

    fn monotonic(&self) -> i64 {
        self.performance.now() as i64
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        if let Ok(crypto) = self.window.crypto() {
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        bytes
    }

    fn spawn(&self, task: Later<()>) {
        spawn_local(task);
    }

    fn wait(&self, millis: i64) -> Later<()> {
        let window = self.window.clone();
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let promise = Promise::new(&mut |resolve, _| {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        });
        Box::pin(async move {
            let _ = JsFuture::from(promise).await;
        })
    }

    fn lock(&self, name: &str, patience: Patience) -> Later<Option<Lease>> {
        let wanted = Rc::new(Wanted::default());
        let asked =
            get(&self.window.navigator(), "locks").and_then(|locks| request_lock(&locks, name, patience, &wanted));
        if asked.is_none() {
            // A browser without locks has one tab, as far as we can know.
            return ready(Some(Lease::new(Box::new(|| ()))));
        }
        Box::pin(std::future::poll_fn(move |context| match wanted.answer.take() {
            Some(answer) => Poll::Ready(answer.map(|release| {
                Lease::new(Box::new(move || {
                    let _ = release.call0(&JsValue::UNDEFINED);
                }))
            })),
            None => {
                *wanted.waker.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            }
        }))
    }

    fn tell(&self, word: &str) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&JsValue::from_str(word));
        }
    }

    fn attend(&self, hear: Box<dyn Fn(Nudge)>) {
        let hear: Rc<dyn Fn(Nudge)> = Rc::from(hear);
        let heard = hear.clone();
        self.on_window("online", Closure::new(move || heard(Nudge::Awake)));
        let heard = hear.clone();
        self.on_window("offline", Closure::new(move || heard(Nudge::Offline)));
        if let Some(document) = self.window.document() {
            let (heard, shown) = (hear.clone(), Cell::new(true));
            let page = document.clone();
            let on_change = Closure::<dyn FnMut()>::new(move || {
                let was_shown = shown.replace(!page.hidden());
                if !was_shown && shown.get() {
                    heard(Nudge::Awake);
                }
            });
            let on_change = on_change.into_js_value();
            let _ = document.add_event_listener_with_callback("visibilitychange", on_change.unchecked_ref());
        }
        if let Some(channel) = &self.channel {
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(word) = event.data().as_string() {
                    hear(Nudge::Word(word));
                }
            });
            channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        }
    }

    fn may_be_online(&self) -> bool {
        self.window.navigator().on_line()
    }

    /// The browser and the system: `Chrome · Android`.
    fn name(&self) -> String {
        let navigator = self.window.navigator();
        let agent = navigator.user_agent().unwrap_or_default();
        // Only some browsers name themselves like this, and web-sys does not know it.
        let data = get(&navigator, "userAgentData");
        let text = |object: &JsValue, name: &str| get(object, name).and_then(|value| value.as_string());
        let platform = data.as_ref().and_then(|data| text(data, "platform")).unwrap_or_default();
        let brands = data.as_ref().and_then(|data| get(data, "brands")).map(|brands| Array::from(&brands));
        let named = |brands: Array| brands.iter().filter_map(|brand| text(&brand, "brand")).collect();
        let brands: Vec<String> = brands.map(named).unwrap_or_default();
        naming::of(&brands, &platform, &agent)
    }
}

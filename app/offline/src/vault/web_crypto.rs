//! WebCrypto: AES-GCM-256 and ECDSA P-256, both with keys that cannot be extracted, kept in IndexedDB by structured
//! clone. A sealed text is twelve bytes of nonce, then the ciphertext with its tag.

use std::{cell::RefCell, rc::Rc};

use domain::PersonId;
use js_sys::{Array, ArrayBuffer, JsString, Object, Promise, Reflect, Uint8Array};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::{
    Later, ready,
    storage::IndexedDb,
    vault::{Locked, Opener, Vault, key_schedule},
};

const NONCE: usize = 12;

/// The keys of whoever is signed in.
#[derive(Clone)]
struct Keys {
    person: PersonId,
    sealing: CryptoKey,
    private: CryptoKey,
    public: CryptoKey,
}

/// The browser's vault. Keys are kept under the person's id, so that each person on a tablet has their own.
pub struct WebCrypto {
    crypto: Crypto,
    database: IndexedDb,
    keys: Rc<RefCell<Option<Keys>>>,
}

impl WebCrypto {
    /// None where the browser offers no WebCrypto: the page does not come over HTTPS.
    #[must_use]
    pub fn new(database: IndexedDb) -> Option<Self> {
        let crypto = web_sys::window()?.crypto().ok()?;
        let subtle: JsValue = crypto.subtle().into();
        (!subtle.is_undefined()).then(|| Self { crypto, database, keys: Rc::default() })
    }

    fn with_keys(
        &self,
        begin: impl FnOnce(&Keys, &SubtleCrypto) -> Result<Promise, JsValue>,
    ) -> Result<Promise, Locked> {
        let keys = self.keys.borrow();
        let keys = keys.as_ref().ok_or(Locked)?;
        begin(keys, &self.crypto.subtle()).map_err(|_| Locked)
    }
}

fn object(pairs: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn get<T: JsCast>(object: &JsValue, name: &str) -> Option<T> {
    Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}

fn aes_gcm(nonce: &[u8]) -> Object {
    object(&[("name", &"AES-GCM".into()), ("iv", &Uint8Array::from(nonce).into())])
}

fn words(words: &[&str]) -> JsValue {
    words.iter().map(|word| JsValue::from_str(word)).collect::<Array>().into()
}

/// Waits for bytes, and puts `head` before them.
async fn bytes(promise: Promise, head: Vec<u8>) -> Result<Vec<u8>, Locked> {
    let buffer: ArrayBuffer = JsFuture::from(promise).await.map_err(|_| Locked)?.dyn_into().map_err(|_| Locked)?;
    let tail = Uint8Array::new(&buffer);
    let mut all = head;
    let start = all.len();
    all.resize(start + tail.length() as usize, 0);
    tail.copy_to(&mut all[start..]);
    Ok(all)
}

async fn make_key(subtle: &SubtleCrypto, algorithm: Object, uses: &[&str]) -> Result<JsValue, JsValue> {
    JsFuture::from(subtle.generate_key_with_object(&algorithm, false, &words(uses))?).await
}

async fn make_signing_pair(subtle: &SubtleCrypto) -> Result<JsValue, JsValue> {
    let p256 = object(&[("name", &"ECDSA".into()), ("namedCurve", &"P-256".into())]);
    make_key(subtle, p256, &["sign", "verify"]).await
}

async fn make_sealing_key(subtle: &SubtleCrypto) -> Result<JsValue, JsValue> {
    let aes = object(&[("name", &"AES-GCM".into()), ("length", &256.into())]);
    make_key(subtle, aes, &["encrypt", "decrypt"]).await
}

/// The object kept under `name`, made if there is none. Two tabs that make one at once end with the same.
async fn kept(database: &IndexedDb, subtle: &SubtleCrypto, name: &str, signs: bool) -> Result<JsValue, Locked> {
    let found = database.object(name).await.map_err(|_| Locked)?;
    let kept = match found {
        Some(kept) => kept,
        None => {
            let made = if signs { make_signing_pair(subtle).await } else { make_sealing_key(subtle).await };
            let made = made.map_err(|_| Locked)?;
            let fresh = object(&[("key", &name.into()), ("value", &made)]);
            database.keep_first(&fresh, name).await.map_err(|_| Locked)?
        }
    };
    Reflect::get(&kept, &"value".into()).map_err(|_| Locked)
}

fn sealing_name(person: PersonId) -> String {
    person.to_string() + "/sealing"
}

/// Where sealing to somebody else's key begins, once it is here: hardly anybody's first page needs it.
struct Sealing {
    seal: fn(SubtleCrypto, Vec<u8>, Vec<u8>, Vec<u8>) -> Later<Result<Vec<u8>, Locked>>,
}

#[wasm_split_helpers::wasm_split(sealing_part, fallible)]
fn sealing_part() -> Result<Sealing, wasm_split_helpers::SplitLoaderError> {
    Ok(Sealing { seal: |subtle, key, line, plain| Box::pin(seal_to(subtle, key, line, plain)) })
}

async fn awaited<T: JsCast>(promise: Result<Promise, JsValue>) -> Result<T, Locked> {
    JsFuture::from(promise.map_err(|_| Locked)?).await.map_err(|_| Locked)?.dyn_into().map_err(|_| Locked)
}

async fn seal_to(subtle: SubtleCrypto, recipient: Vec<u8>, line: Vec<u8>, plain: Vec<u8>) -> Result<Vec<u8>, Locked> {
    let curve = object(&[("name", &"ECDH".into()), ("namedCurve", &"P-256".into())]);
    let derive = words(&["deriveBits"]);
    let pair: Object = awaited(subtle.generate_key_with_object(&curve, false, &derive)).await?;
    let private: CryptoKey = get(&pair, "privateKey").ok_or(Locked)?;
    let public: CryptoKey = get(&pair, "publicKey").ok_or(Locked)?;
    let encapsulated = bytes(subtle.export_key("raw", &public).map_err(|_| Locked)?, Vec::new()).await?;
    let theirs: Object = Uint8Array::from(&*recipient).into();
    let theirs = subtle.import_key_with_object("raw", &theirs, &curve, false, &words(&[]));
    let theirs: JsValue = awaited::<CryptoKey>(theirs).await?.into();
    let agreement = object(&[("name", &"ECDH".into()), ("public", &theirs)]);
    let shared = subtle.derive_bits_with_object(&agreement, &private, 256).map_err(|_| Locked)?;
    let shared = bytes(shared, Vec::new()).await?;
    let Opener { key, nonce } = key_schedule(&shared, &encapsulated, &recipient).ok_or(Locked)?;
    let key: Object = Uint8Array::from(&key[..]).into();
    let key = subtle.import_key_with_str("raw", &key, "AES-GCM", false, &words(&["encrypt"]));
    let key: CryptoKey = awaited(key).await?;
    let how = aes_gcm(&nonce);
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&how, &"additionalData".into(), &Uint8Array::from(&*line).into());
    let sealing = subtle.encrypt_with_object_and_u8_array(&how, &key, &plain).map_err(|_| Locked)?;
    bytes(sealing, encapsulated).await
}

async fn is_signed(subtle: &SubtleCrypto, public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<bool, Locked> {
    let public_key: Object = Uint8Array::from(public_key).into();
    let key: CryptoKey =
        awaited(subtle.import_key_with_str("raw", &public_key, "Ed25519", false, &words(&["verify"]))).await?;
    let verifying = subtle.verify_with_str_and_u8_array_and_u8_array("Ed25519", &key, signature, message);
    let verdict = JsFuture::from(verifying.map_err(|_| Locked)?).await.map_err(|_| Locked)?;
    Ok(verdict.is_truthy())
}

impl Vault for WebCrypto {
    fn open(&self, person: PersonId) -> Later<Result<(), Locked>> {
        if self.keys.borrow().as_ref().is_some_and(|keys| keys.person == person) {
            return ready(Ok(()));
        }
        let (subtle, database, keys) = (self.crypto.subtle(), self.database.clone(), self.keys.clone());
        Box::pin(async move {
            let sealing = kept(&database, &subtle, &sealing_name(person), false).await?;
            let signing = kept(&database, &subtle, &(person.to_string() + "/signing"), true).await?;
            let opened = Keys {
                person,
                sealing: sealing.dyn_into().map_err(|_| Locked)?,
                private: get(&signing, "privateKey").ok_or(Locked)?,
                public: get(&signing, "publicKey").ok_or(Locked)?,
            };
            *keys.borrow_mut() = Some(opened);
            Ok(())
        })
    }

    fn close(&self) {
        self.keys.take();
    }

    fn forget(&self, person: PersonId) -> Later<()> {
        let database = self.database.clone();
        Box::pin(async move {
            // A key that could not be destroyed is found and used again at the next sign-in: no harm to the work.
            let _ = database.drop_object(&sealing_name(person)).await;
        })
    }

    fn destroy(&self) -> Later<()> {
        self.keys.take();
        let database = self.database.clone();
        Box::pin(async move {
            // Keys that could not be destroyed open nothing any more: what they sealed is gone.
            let _ = database.drop_objects().await;
        })
    }

    fn seal(&self, plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let mut nonce = [0; NONCE];
        if self.crypto.get_random_values_with_u8_array(&mut nonce).is_err() {
            return ready(Err(Locked));
        }
        let begun = self
            .with_keys(|keys, subtle| subtle.encrypt_with_object_and_u8_array(&aes_gcm(&nonce), &keys.sealing, plain));
        Box::pin(async move { bytes(begun?, nonce.to_vec()).await })
    }

    fn unseal(&self, sealed: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let Some((nonce, text)) = sealed.split_at_checked(NONCE) else { return ready(Err(Locked)) };
        let begun = self
            .with_keys(|keys, subtle| subtle.decrypt_with_object_and_u8_array(&aes_gcm(nonce), &keys.sealing, text));
        Box::pin(async move { bytes(begun?, Vec::new()).await })
    }

    fn sign(&self, message: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let ecdsa = object(&[("name", &"ECDSA".into()), ("hash", &"SHA-256".into())]);
        let begun = self.with_keys(|keys, subtle| subtle.sign_with_object_and_u8_array(&ecdsa, &keys.private, message));
        Box::pin(async move { bytes(begun?, Vec::new()).await })
    }

    fn seal_to(&self, public_key: &[u8], line: &[u8], plain: &[u8]) -> Later<Result<Vec<u8>, Locked>> {
        let subtle = self.crypto.subtle();
        let (public_key, line, plain) = (public_key.to_vec(), line.to_vec(), plain.to_vec());
        Box::pin(async move {
            let Sealing { seal } = sealing_part().await.map_err(|_| Locked)?;
            seal(subtle, public_key, line, plain).await
        })
    }

    fn verify(&self, public_key: &[u8], message: &[u8], signature: &[u8]) -> Later<bool> {
        let subtle = self.crypto.subtle();
        let (public_key, message, signature) = (public_key.to_vec(), message.to_vec(), signature.to_vec());
        Box::pin(async move { is_signed(&subtle, &public_key, &message, &signature).await.unwrap_or(false) })
    }

    fn public_key(&self) -> Later<Result<Value, Locked>> {
        let begun = self.with_keys(|keys, subtle| subtle.export_key("jwk", &keys.public));
        Box::pin(async move {
            let jwk = JsFuture::from(begun?).await.map_err(|_| Locked)?;
            // What the browser adds about uses and extractability is nobody's business but the browser's.
            let mut key = Map::new();
            for name in ["kty", "crv", "x", "y"] {
                let text = get::<JsString>(&jwk, name).ok_or(Locked)?;
                key.insert(name.to_owned(), Value::String(text.into()));
            }
            Ok(Value::Object(key))
        })
    }
}

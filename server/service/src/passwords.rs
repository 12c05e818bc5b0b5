//! Passwords: Argon2id with the library's current parameters (ADM-2).

use argon2::{
    Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
    password_hash::{SaltString, rand_core::OsRng},
};

use crate::{Result, ServiceError};

/// The shortest password that is accepted, in characters.
pub const SHORTEST: usize = 10;

/// Hashes a password; takes tens of milliseconds, so off the threads that serve.
///
/// # Errors
/// The password is too short.
pub async fn hash(password: &str) -> Result<String> {
    if password.chars().count() < SHORTEST {
        return Err(ServiceError::Field { pointer: "/password", word: "too_short" });
    }
    let password = password.to_owned();
    let hash = move || {
        let salt = SaltString::generate(&mut OsRng);
        Argon2::default().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
    };
    let hashed =
        tokio::task::spawn_blocking(hash).await.map_err(|_| ServiceError::Internal("hashing was interrupted"))?;
    hashed.map_err(|_| ServiceError::Internal("hashing failed"))
}

/// Whether a password fits a hash. Without a hash it takes as long and says no, so that names can't be probed.
pub async fn fits(password: &str, hash: Option<String>) -> bool {
    /// Hash of a random text nobody knows.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$YdBM0yGJ3bI2mQ1Yd7u0bZ0pLr3vHcfjGyX5x0wJ3kE";
    let password = password.to_owned();
    let known = hash.is_some();
    let verify = move || {
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    let fits = tokio::task::spawn_blocking(verify).await.unwrap_or(false);
    fits && known
}

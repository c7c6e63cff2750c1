//! Argon2id away from the threads that answer requests, a few at a time.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use kernel::Fault;
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// Passwords hashed at the same time: each takes 19 MiB and a core for tens of milliseconds,
/// and a wave of sign-ins must not slow the pages.
const AT_ONCE: usize = 2;

/// The worker. Cloning shares the places.
#[derive(Clone)]
pub(crate) struct Passwords {
    places: Arc<Semaphore>,
    /// What an unknown login is compared with, so that it takes as long as a known one.
    decoy: Arc<OnceLock<String>>,
}

impl Passwords {
    pub(crate) fn new() -> Passwords {
        Passwords { places: Arc::new(Semaphore::new(AT_ONCE)), decoy: Arc::new(OnceLock::new()) }
    }

    /// The hash to store.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Fault> {
        self.work(move || hash_blocking(&password)).await
    }

    /// Whether the password fits; with no hash it never does, after the same time.
    pub(crate) async fn fits(&self, password: String, hash: Option<String>) -> Result<bool, Fault> {
        let decoy = Arc::clone(&self.decoy);
        self.work(move || match hash {
            Some(hash) => fits_blocking(&password, &hash),
            None => {
                let decoy = match decoy.get() {
                    Some(decoy) => decoy.clone(),
                    None => hash_blocking("no account has this")?,
                };
                let _ = fits_blocking(&password, &decoy)?;
                Ok(false)
            }
        })
        .await
    }

    /// Makes the decoy ahead, so that the first unknown login takes no longer than others.
    pub(crate) fn warm(&self) -> Result<(), Fault> {
        let decoy = hash_blocking("no account has this")?;
        let _ = self.decoy.set(decoy);
        Ok(())
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(Fault::new)?;
        tokio::task::spawn_blocking(move || {
            let _place = place;
            job()
        })
        .await
        .map_err(|error| Fault::new(error).context("hashing a password"))?
    }
}

/// The hash to store, on this thread: for the command line and the seed.
pub(crate) fn hash_blocking(password: &str) -> Result<String, Fault> {
    let salt = vault::random_bytes::<16>();
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Fault::new(error).context("hashing a password"))?;
    Ok(hash.to_string())
}

fn fits_blocking(password: &str, hash: &str) -> Result<bool, Fault> {
    let hash =
        PasswordHash::new(hash).map_err(|error| Fault::new(error).context("a stored password hash"))?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_password_alone_and_never_repeats() {
        let hash = hash_blocking("một câu dễ nhớ").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits_blocking("một câu dễ nhớ", &hash).unwrap());
        assert!(!fits_blocking("một câu khó nhớ", &hash).unwrap());
        assert_ne!(hash, hash_blocking("một câu dễ nhớ").unwrap());
    }

    #[tokio::test]
    async fn an_unknown_login_is_compared_too_and_never_fits() {
        let passwords = Passwords::new();
        assert!(!passwords.fits("no account has this".into(), None).await.unwrap());
    }
}

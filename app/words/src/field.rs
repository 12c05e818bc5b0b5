//! Texts of the engineer's tablet: the day, the visit, signing, the outbox.

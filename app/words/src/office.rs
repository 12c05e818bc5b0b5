//! Texts of the office: sign-in, board, requests, people.

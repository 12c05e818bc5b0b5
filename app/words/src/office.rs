//! Texts of the office: sign-in, board, requests, people. One file a screen.

pub mod acts;
pub mod archive;
pub mod board;
pub mod facts;
pub mod form;
pub mod login;
pub mod people;
pub mod reasons;
pub mod requests;
pub mod shared;
pub mod sheet;
pub mod staff;

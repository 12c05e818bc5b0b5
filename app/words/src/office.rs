//! Texts of the office: sign-in, board, requests, people. One file a screen.

pub mod acts;
pub mod archive;
pub mod board;
pub mod clocks;
pub mod facts;
pub mod follow_ups;
pub mod form;
pub mod login;
pub mod notices;
pub mod people;
pub mod propose;
pub mod reasons;
pub mod requests;
pub mod roster;
pub mod settings;
pub mod shared;
pub mod sheet;
pub mod staff;

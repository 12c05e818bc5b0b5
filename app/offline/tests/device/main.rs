//! A device through good days and bad ones: a client on a store, a machine and a server that do what the test says.

mod begun;
mod blobs;
mod faults;
mod live;
mod office;
mod people;
mod pull;
mod push;
mod ready;
mod records;
mod server;
mod storm;
mod tablet;
mod tabs;

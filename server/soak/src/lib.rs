//! The real server as a process that dies, loses its database or finds its disk full, while tablets push.
//!
//! The simulation plays what can go wrong between the parts; here the parts are the real ones: the program, SQLite's
//! files, PostgreSQL's processes, the kernel's sockets. Tablets are programs that speak the interface as the document
//! describes it. They repeat everything until a whole answer says that it is there, and in the end it is looked at from
//! both sides: what was acknowledged is there, once, with the same receipt, and every photo has its bytes.

pub mod cluster;
pub mod device;
pub mod kills;
pub mod load;
pub mod look;
pub mod photo;
pub mod postgres;
pub mod promotions;
pub mod queue;
pub mod server;
pub mod small_disk;

//! The pages as parts that load when they are first opened. What a page needs and no other lies in its own part, so
//! the tablet does not load the board, nor a manager the signature pad.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

macro_rules! lazy_pages {
    ($($name:ident = $component:path;)*) => {$(
        /// Loads its component when the page is opened.
        #[derive(Debug)]
        pub struct $name;

        #[lazy_route]
        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            fn view(_page: Self) -> AnyView {
                $component().into_any()
            }
        }
    )*};
}

lazy_pages! {
    Login = office::LoginPage;
    Board = office::BoardPage;
    Requests = office::RequestsPage;
    NewRequest = office::NewRequestPage;
    Request = office::RequestPage;
    People = office::PeoplePage;
    Devices = office::DevicesPage;
    Account = office::AccountPage;
    Visit = field::VisitPage;
    Sign = field::SignPage;
    Outbox = field::OutboxPage;
}

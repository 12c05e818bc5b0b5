//! The pages as parts that load when one of their pages is first opened: the tablet does not load the board, nor a
//! manager the signature pad. A page by itself would be many small files; one for each kind of work is few.
//! The day's page of the tablet belongs to no part, because it is the first that is opened.

use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::ChooseView;
use ui::NotLoaded;

macro_rules! part {
    ($part:ident, $preload:ident, $pages:ident { $($name:ident = $component:path;)* }) => {
        /// The pages of a part. One type for all of them: the router is compiled anew for each type of view.
        #[derive(Debug, Clone, Copy)]
        pub enum $pages {
            $($name,)*
        }

        #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload($preload), fallible)]
        fn $part(page: $pages) -> Result<AnyView, SplitLoaderError> {
            Ok(match page {
                $($pages::$name => $component().into_any(),)*
            })
        }

        /// Loads the part when the first of its pages is opened, and says so when it can't.
        impl ChooseView for $pages {
            async fn choose(self) -> AnyView {
                // The document names the part, so the browser fetches it beside the main module.
                #[cfg(feature = "ssr")]
                leptos::prefetch_lazy_fn_on_server(stringify!($part));
                $part(self).await.unwrap_or_else(|_| NotLoaded().into_any())
            }

            async fn preload(&self) {
                #[cfg(feature = "csr")]
                let _ = $preload().await;
            }
        }
    };
}

part!(sign_in_part, load_sign_in_part, SignIn {
    Login = office::LoginPage;
});

part!(office_part, load_office_part, Office {
    Board = office::BoardPage;
    Requests = office::RequestsPage;
    NewRequest = office::NewRequestPage;
    Request = office::RequestPage;
    Disputes = office::DisputesPage;
    Unresolved = office::UnresolvedPage;
    Fees = office::FeesPage;
    Quarantine = office::QuarantinePage;
    People = office::PeoplePage;
    Devices = office::DevicesPage;
    Sheet = office::SheetPage;
    Roster = office::RosterPage;
    Archive = office::ArchivePage;
    Knowledge = office::KnowledgePage;
    FollowUps = office::FollowUpsPage;
    Notices = office::NoticesPage;
    Clocks = office::ClocksPage;
    Calendars = office::CalendarsPage;
    FeeTable = office::FeeTablePage;
    Account = office::AccountPage;
    NotFound = office::OfficeNotFound;
});

part!(visit_part, load_visit_part, Tablet {
    Visit = field::VisitPage;
    Badge = field::BadgePage;
    Sign = field::SignPage;
    Outbox = field::OutboxPage;
});

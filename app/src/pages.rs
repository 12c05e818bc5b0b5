//! The pages as parts that load when one of their pages is first opened: the tablet does not load the board, nor a
//! manager the signature pad. A page by itself would be many small files; one for each kind of work is few.
//! The day's page of the tablet belongs to no part, because it is the first that is opened.

use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::LazyRoute;
use ui::NotLoaded;

macro_rules! part {
    ($part:ident, $preload:ident, $pages:ident { $($name:ident = $component:path;)* }) => {
        #[derive(Debug, Clone, Copy)]
        enum $pages {
            $($name,)*
        }

        #[leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload($preload), fallible)]
        fn $part(page: $pages) -> Result<AnyView, SplitLoaderError> {
            Ok(match page {
                $($pages::$name => $component().into_any(),)*
            })
        }

        $(
            /// Loads its part when the page is opened, and says so when it can't.
            #[derive(Debug)]
            pub struct $name;

            impl LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_page: Self) -> AnyView {
                    // The document names the part, so the browser fetches it beside the main module.
                    #[cfg(feature = "ssr")]
                    leptos::prefetch_lazy_fn_on_server(stringify!($part));
                    $part($pages::$name).await.unwrap_or_else(|_| NotLoaded().into_any())
                }

                async fn preload() {
                    #[cfg(feature = "csr")]
                    let _ = $preload().await;
                }
            }
        )*
    };
}

part!(sign_in_part, load_sign_in_part, SignInPart {
    Login = office::LoginPage;
});

part!(office_part, load_office_part, OfficePart {
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

part!(visit_part, load_visit_part, VisitPart {
    Visit = field::VisitPage;
    Badge = field::BadgePage;
    Sign = field::SignPage;
    Outbox = field::OutboxPage;
});

//! The app's small drawings: lines on a grid of 24, drawn for this project.

use leptos::prelude::*;

/// A drawing beside or in place of a word. It never carries meaning alone: its button is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Back,
    Close,
    Collapse,
    Expand,
    Eye,
    EyeClosed,
    Lock,
    Pen,
    Settings,
    Spark,
    Trash,
    Warning,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Collapse => "M4 5h16v14H4zM10 5v14",
            Self::Expand => "M4 9V5h4M20 9V5h-4M4 15v4h4M20 15v4h-4",
            Self::Eye => {
                "M2.5 12C5 7.5 8.3 5.5 12 5.5S19 7.5 21.5 12C19 16.5 15.7 18.5 12 18.5S5 16.5 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6z"
            }
            Self::EyeClosed => {
                "M3 10.5c2.5 3.2 5.5 4.8 9 4.8s6.5-1.6 9-4.8M5.8 13.3L4 16M18.2 13.3L20 16M9.7 15.2L9 18.3M14.3 15.2l.7 3.1"
            }
            Self::Lock => {
                "M6 10.5h12a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19v-7A1.5 1.5 0 0 1 6 10.5zM8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2.5"
            }
            Self::Pen => {
                "M4.5 19.5l1-4.5L16 4.5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L9 18.5zM14 6.5l3.5 3.5"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 1 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 1 0 0-4.4z"
            }
            Self::Spark => {
                "M12 3.5c.6 4.9 3.1 7.4 8 8.5-4.9 1.1-7.4 3.6-8 8.5-.6-4.9-3.1-7.4-8-8.5 4.9-1.1 7.4-3.6 8-8.5z"
            }
            Self::Trash => {
                "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.9 12.5h9.2L17.5 7M10.3 10.5v5.5M13.7 10.5v5.5"
            }
            Self::Warning => "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2",
        }
    }

    /// The drawing itself.
    pub(crate) fn view(self) -> impl IntoView + use<> {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path()></path>
            </svg>
        }
    }
}

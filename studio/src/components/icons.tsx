import type { ReactNode } from "react";

interface IconProps {
  size?: number;
}

/** Drawn by us on a grid of 24, one line width; the words beside them tell what they mean. */
function icon(name: string, shape: ReactNode) {
  function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {shape}
      </svg>
    );
  }
  Icon.displayName = `${name}Icon`;
  return Icon;
}

export const SendIcon = icon("Send", <path d="M4 12 20 4l-5 16-4-7-7-1Zm7 1 9-9" />);
export const NewIcon = icon(
  "New",
  <path d="M20 12a8 8 0 0 1-8 8H4l2.5-2.5A8 8 0 1 1 20 12ZM12 9v6M9 12h6" />,
);
export const RetryIcon = icon("Retry", <path d="M4 12a8 8 0 1 0 3-6.2M4 4v4h4" />);
export const SunIcon = icon(
  "Sun",
  <path d="M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5" />,
);
export const MoonIcon = icon("Moon", <path d="M20 14.5A8.5 8.5 0 1 1 9.5 4 7 7 0 0 0 20 14.5Z" />);
export const OpenIcon = icon(
  "Open",
  <path d="M14 4h6v6m0-6-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5" />,
);
export const PhoneIcon = icon(
  "Phone",
  <path d="M6 3h3l1.5 5-2 1.5a12 12 0 0 0 6 6l1.5-2 5 1.5v3a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2Z" />,
);
export const PlaceIcon = icon(
  "Place",
  <path d="M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12Zm0-9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
);
export const FileIcon = icon("File", <path d="M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7l-4-4Zm0 0v4h4" />);
export const AlertIcon = icon(
  "Alert",
  <path d="M12 8v5m0 3v.1M10.3 4 2.8 17.5A2 2 0 0 0 4.5 20.5h15a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0Z" />,
);
export const BubbleIcon = icon(
  "Bubble",
  <path d="M12 4c-5 0-9 3.2-9 7.3 0 2.4 1.3 4.5 3.5 5.8V21l3.6-2.5c.6.1 1.2.1 1.9.1 5 0 9-3.2 9-7.3S17 4 12 4Z" />,
);
export const InsightIcon = icon(
  "Insight",
  <path d="M9 18h6m-5 3h4M12 3a6.5 6.5 0 0 0-4 11.6c.6.5 1 1.2 1 2v.4h6v-.4c0-.8.4-1.5 1-2A6.5 6.5 0 0 0 12 3Z" />,
);
export const StoryIcon = icon(
  "Story",
  <path d="M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm0 0v9a4 4 0 0 0 4 4h5M6 12h9m3 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
);
export const CopyIcon = icon("Copy", <path d="M9 9h11v11H9zM5 15H4V4h11v1" />);
export const CheckIcon = icon("Check", <path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CloseIcon = icon("Close", <path d="m6 6 12 12M18 6 6 18" />);
export const PersonIcon = icon(
  "Person",
  <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8.5a8 8 0 0 1 16 0" />,
);
export const SearchIcon = icon(
  "Search",
  <path d="M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5" />,
);
export const HomeIcon = icon("Home", <path d="m4 11 8-7 8 7v8a1 1 0 0 1-1 1h-5v-6h-4v6H5a1 1 0 0 1-1-1v-8Z" />);
export const ChartIcon = icon("Chart", <path d="M4 20h16M6.5 16v-5m5.5 5V5m5.5 11v-8" />);
export const PlugIcon = icon(
  "Plug",
  <path d="M9 3v5m6-5v5M6 8h12v3a6 6 0 0 1-12 0V8Zm6 9v4" />,
);
export const KeyIcon = icon(
  "Key",
  <path d="M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.2-7.7L19 3.5m-3 3 3 3" />,
);
export const ShieldIcon = icon("Shield", <path d="m12 3 7 3v5c0 4.5-2.8 8-7 10-4.2-2-7-5.5-7-10V6l7-3Z" />);
export const PlusIcon = icon("Plus", <path d="M12 5v14M5 12h14" />);
export const TrashIcon = icon("Trash", <path d="M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13M10 11v5m4-5v5" />);
export const UpIcon = icon("Up", <path d="M12 19V5m-6 6 6-6 6 6" />);
export const DownIcon = icon("Down", <path d="M12 5v14m-6-6 6 6 6-6" />);
export const UndoIcon = icon("Undo", <path d="M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3" />);
export const RedoIcon = icon("Redo", <path d="m15 5 5 5-5 5M20 10H10a6 6 0 0 0 0 12h3" />);
export const QuestionIcon = icon(
  "Question",
  <path d="M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5m0 3v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
);
export const TagIcon = icon("Tag", <path d="M4 4h7l9 9-7 7-9-9V4Zm4 4v.1" />);
export const InboxIcon = icon(
  "Inbox",
  <path d="M3 13.5 6 5h12l3 8.5V19a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5.5Zm0 0h5l1.5 2.5h5L16 13.5h5" />,
);
export const HistoryIcon = icon("History", <path d="M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v4.5l3 2" />);
export const SwitchIcon = icon("Switch", <path d="M8 6h8a6 6 0 0 1 0 12H8A6 6 0 0 1 8 6Zm8 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z" />);
export const FlaskIcon = icon("Flask", <path d="M9 3h6m-5 0v6l-5.5 9.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M7.5 14h9" />);
export const GearIcon = icon(
  "Gear",
  <path d="M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM12 3v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.1 2.1m8.6 8.6 2.1 2.1M5.6 18.4l2.1-2.1m8.6-8.6 2.1-2.1" />,
);
export const GaugeIcon = icon("Gauge", <path d="M4 18a8.5 8.5 0 1 1 16 0M12 14.5l4-4.5M12 16a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z" />);

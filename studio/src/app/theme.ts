import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The same shades as in `theme.css`, which is what the page reads (ADR 071). */
const brand: MantineColorsTuple = [
  "#e9f7f4",
  "#d0ede8",
  "#a3dbd2",
  "#70c7ba",
  "#45b3a5",
  "#239e90",
  "#128a7e",
  "#0b7a70",
  "#08645c",
  "#054b45",
];

export const theme = createTheme({
  colors: { brand },
  primaryColor: "brand",
  primaryShade: 7,
  defaultRadius: "md",
});

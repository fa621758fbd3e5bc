/** The character that separates the fields of a table: the one of these that its first line has most. */
function separatorOf(text: string): string {
  const [first = ""] = text.split("\n", 1);
  const counted = [",", ";", "\t"].map((separator) => [separator, first.split(separator).length] as const);
  return counted.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ",";
}

/** A table as spreadsheets write it (RFC 4180), with commas, semicolons or tabs. Empty lines are left out. */
export function rowsOf(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(field);
    if (row.some((field) => field.trim() !== "")) rows.push(row);
    [row, field] = [[], ""];
  };
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at] ?? "";
    if (isQuoted) {
      if (c !== '"') field += c;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (c === '"' && field === "") isQuoted = true;
    else if (c === separator) {
      row.push(field);
      field = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r" && !(c === "\uFEFF" && at === 0)) field += c;
  }
  endRow();
  return rows;
}

/** Characters with which spreadsheets begin a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows as a table that spreadsheets read, with what they would run as a formula made a text. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  const written = (field: string | number) => {
    const safe = typeof field === "string" && FORMULA.test(field) ? `'${field}` : String(field);
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");
}

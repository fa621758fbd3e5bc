/** Saves a text as a file of the one who uses Studio. */
export function download(name: string, type: string, content: string | Blob): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next turn of its loop at the latest.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

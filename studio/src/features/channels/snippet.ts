/** The line that puts a bot on a page of any site. */
export function snippetOf(server: string, publicId: string): string {
  return `<script src="${server}/widget.js" data-bot="${publicId}"></script>`;
}

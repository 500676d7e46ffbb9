/**
 * Data as text in Markdown: nothing of it is markup, a link, a mention or a heading, and it stays in one line and one cell
 * of a table. Source: CommonMark (backslash escapes, entities), GitHub Flavored Markdown (bare addresses, mentions).
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[&<>]/g, (char) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;"})[char]!)
    .replace(/[\\`*_[\]|~$]/g, "\\$&")
    .replace(/:(?=\/\/)/g, "&#58;")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}&#46;`)
    .replaceAll("@", "&#64;")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^[-+=#]/, "\\$&");
}

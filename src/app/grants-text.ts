/** For whom something is, in words: `private`, `for everyone`, `for platform and ann`. */
export function grantsText(grants: readonly string[]): string {
  if (!grants.length) return "private";
  if (grants.includes("global")) return "for everyone";
  const names = grants.map((grant) => grant.slice(grant.indexOf(":") + 1));
  return `for ${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]}`;
}

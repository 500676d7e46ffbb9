/** Who may see what: the grants of a notebook or an insight. They tell readers apart, they protect nothing. */

/** As front matter writes it: `user:<name>`, `org:<name>` or `global`. */
export type Grant = string;

/** A reader: the names that stand for them and the organisations they are in. */
export interface Reader {
  readonly users: readonly string[];
  readonly organizations: readonly string[];
}

/** Grants by whom they are for. */
export interface GrantsByKind {
  readonly users: readonly string[];
  readonly organizations: readonly string[];
  readonly global: boolean;
}

/** Grants taken apart, each name once. */
export function grantsByKind(grants: readonly Grant[]): GrantsByKind {
  const named = (prefix: string) => [
    ...new Set(grants.filter((grant) => grant.startsWith(prefix)).map((grant) => grant.slice(prefix.length)))
  ];
  return {users: named("user:"), organizations: named("org:"), global: grants.includes("global")};
}

/** True when one of the grants is for everyone, the reader, or an organisation of the reader. */
export function maySee(grants: readonly Grant[], {users, organizations}: Reader): boolean {
  const given = grantsByKind(grants);
  return (
    given.global ||
    given.users.some((user) => users.includes(user)) ||
    given.organizations.some((organization) => organizations.includes(organization))
  );
}

/** True when a reader may give these grants: to everyone, to themselves, to their organisations, or to nobody. */
export function mayGrant(grants: readonly Grant[], {users, organizations}: Reader): boolean {
  const given = grantsByKind(grants);
  return (
    given.users.every((user) => users.includes(user)) &&
    given.organizations.every((organization) => organizations.includes(organization))
  );
}

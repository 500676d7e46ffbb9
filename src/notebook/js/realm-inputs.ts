import type {CellContext} from "../cells/kind.ts";
import type {RealmInput} from "./realm.ts";

/** What code is given by name: values that other JavaScript holds in the realm, and data of all other cells. */
export function realmInputs(
  references: readonly string[],
  {scope, js}: Pick<CellContext, "scope"> & {readonly js: NonNullable<CellContext["js"]>}
): RealmInput[] {
  return references.flatMap((name): RealmInput[] => {
    const source = js.from.get(name);
    if (source !== undefined) return [{name, from: source}];
    const value = scope.get(name);
    return value ? [{name, value}] : [];
  });
}

import {leftovers} from "./leftovers.ts";
import {migrations} from "./migrations.ts";
import type {DiscoveryRule} from "./rule.ts";
import {security} from "./security.ts";
import {versions} from "./versions.ts";

/** Every rule, each once. */
export const DISCOVERY_RULES: readonly DiscoveryRule[] = [...migrations, ...versions, ...leftovers, ...security];

/** Acme Freight, a company that does not exist: its teams, people and repositories. Everything else is made from these. */

/** A team; `start` and `pace` say how it moves to the new HTTP client: from which month on, and how many calls of a hundred a month. */
export interface AcmeTeam {
  readonly name: string;
  readonly owner: string;
  readonly people: readonly string[];
  readonly start: number;
  readonly pace: number;
}

export const ACME_TEAMS: readonly AcmeTeam[] = [
  {name: "Checkout", owner: "@acme/checkout", people: ["ada.nyberg", "ben.oduya", "carla.moss"], start: 6, pace: 17},
  {name: "Tracking", owner: "@acme/tracking", people: ["dev.raman", "elin.falk", "femi.cole"], start: 8, pace: 15},
  {name: "Warehouse", owner: "@acme/warehouse", people: ["gus.lind", "hana.ito", "ivo.petrov"], start: 15, pace: 6},
  {name: "Pricing", owner: "@acme/pricing", people: ["jo.marsh", "kim.alvarez", "liv.strand"], start: 9, pace: 13},
  {name: "Identity", owner: "@acme/identity", people: ["mo.haddad", "nia.brown"], start: 5, pace: 22},
  {
    name: "Platform",
    owner: "@acme/platform",
    people: ["ole.dahl", "priya.nair", "quinn.hale", "rosa.vega"],
    start: 3,
    pace: 26
  },
  {name: "Data", owner: "@acme/data", people: ["sam.okoro", "tess.lang", "uma.bose"], start: 13, pace: 7}
];

export type Language = "TypeScript" | "Go" | "Python";

/** A repository; `born` is the first month it was there, `node` whether it runs on Node.js. */
export interface AcmeRepository {
  readonly key: string;
  readonly team: string;
  readonly language: Language;
  readonly born: number;
  readonly node: boolean;
  /** How large it is beside the others: calls, comments and lines grow with it. */
  readonly size: number;
}

export const HOST = "git.acme.example";
/** `shop/storefront` was `web/shop` until this month. */
export const RENAMED = {from: `${HOST}/web/shop`, to: `${HOST}/shop/storefront`, month: 10} as const;

const LINES = `
Checkout TypeScript 0 3 shop/storefront
Checkout TypeScript 0 2 shop/checkout-api
Checkout TypeScript 0 2 shop/cart
Checkout TypeScript 0 2 shop/payments-gateway
Checkout Go 0 1 shop/promo-engine
Checkout TypeScript 12 1 shop/gift-cards
Tracking TypeScript 0 2 track/tracker-api
Tracking TypeScript 0 3 track/tracker-web
Tracking Go 0 2 track/event-hub
Tracking Go 0 1 track/geo-service
Tracking Python 0 1 track/eta-model
Tracking TypeScript 3 2 track/driver-app
Warehouse TypeScript 0 3 dock/wms-core
Warehouse TypeScript 0 2 dock/picking-app
Warehouse TypeScript 0 1 dock/label-printer
Warehouse TypeScript 0 2 dock/inventory-sync
Warehouse Go 0 1 dock/dock-planner
Warehouse TypeScript 7 1 dock/returns-desk
Pricing TypeScript 0 2 rates/quote-api
Pricing Go 0 2 rates/rate-engine
Pricing TypeScript 0 1 rates/contract-store
Pricing TypeScript 0 1 rates/fuel-surcharge
Pricing Python 0 1 rates/tariff-import
Identity TypeScript 0 2 id/auth-service
Identity Go 0 1 id/session-store
Identity TypeScript 0 1 id/user-directory
Identity TypeScript 2 1 id/audit-log
Platform TypeScript 0 1 core/build-tools
Platform TypeScript 0 1 core/deploy-cli
Platform TypeScript 0 2 core/design-system
Platform TypeScript 0 1 core/logging
Platform TypeScript 0 1 core/http-client
Platform Go 0 1 core/feature-flags
Platform TypeScript 5 1 core/service-template
Data Python 0 2 data/warehouse-etl
Data Python 0 1 data/metrics-jobs
Data TypeScript 0 2 data/reports-web
Data Python 0 1 data/forecasts
Data TypeScript 0 1 data/schema-registry
Data TypeScript 9 1 data/exports-api
`;

export const ACME_REPOSITORIES: readonly AcmeRepository[] = LINES.trim()
  .split("\n")
  .map((line) => {
    const [team, language, born, size, path] = line.split(" ") as [string, Language, string, string, string];
    return {
      key: `${HOST}/${path}`,
      team,
      language,
      born: Number(born),
      size: Number(size),
      node: language === "TypeScript"
    };
  });

/** The months that were searched: their first days, UTC. */
export const MONTHS: readonly number[] = Array.from({length: 24}, (_, i) => Date.UTC(2024, 8 + i, 1));

export const email = (person: string) => `${person}@acme.example`;

export function teamNamed(name: string): AcmeTeam {
  return ACME_TEAMS.find((team) => team.name === name)!;
}

/** What stood in a repository's CODEOWNERS, from which month on; two repositories have none. */
export function ownerFiles({key, team}: AcmeRepository): {path: string; month: number; text: string}[] {
  const {owner} = teamNamed(team);
  const own = `# Everything here is ${team}'s, but for what others run\n*  ${owner}\n/deploy/  @acme/platform\n/src/auth/  @acme/identity\n/src/reporting/  @acme/data\n`;
  if (key.endsWith("/label-printer") || key.endsWith("/forecasts")) return [];
  if (key.endsWith("/fuel-surcharge"))
    return [
      {
        path: ".github/CODEOWNERS",
        month: 0,
        text: own.replace(owner, "@acme/warehouse").replace("Pricing", "Warehouse")
      },
      {path: ".github/CODEOWNERS", month: 12, text: own}
    ];
  if (key.endsWith("/wms-core"))
    return [
      {
        path: "CODEOWNERS",
        month: 0,
        text: `[Warehouse] ${owner}\n*\n!/src/generated/\n\n^[Review by Data]\n/src/reporting/ @acme/data\n\n[Operations] @acme/platform\n/deploy/\n`
      }
    ];
  return [{path: ".github/CODEOWNERS", month: 0, text: own}];
}

/** The workspace's file of Acme. */
export function acmeWorkspace(): string {
  const teams = ACME_TEAMS.map(
    ({name, owner, people}) =>
      `  ${name}:\n    owners: ["${owner}"]\n    authors: [${people.map(email).join(", ")}]\n    repositories: ["^git\\\\.acme\\\\.example/${folderOf(name)}/"]\n`
  ).join("");
  return `# Acme Freight, a company that does not exist: what its workspace says beside its search results.
repositories:
  - {key: ${HOST}/dock/wms-core, codeowners: gitlab}

aliases:
  ${RENAMED.from}: ${RENAMED.to}

teams:
${teams}
contexts:
  services: ["-api$", "-service$", "-gateway$", "-engine$"]
  customer-facing: ["^git\\\\.acme\\\\.example/(?:shop|track)/"]

links:
  search: https://search.acme.example
  hosts:
    ${HOST}: gitea

events:
  - {at: 2025-01-20, text: "@acme/http 1.0", kind: releases}
  - {at: 2025-11-03, text: "@acme/http 2.0", kind: releases}
  - {at: 2025-10-14, text: Label forgery, kind: incidents, repositories: ["/label-printer$"]}
  - {at: 2026-03-09, text: Clean-up week, kind: events}
`;
}

function folderOf(team: string): string {
  return ACME_REPOSITORIES.find((repository) => repository.team === team)!.key.split("/")[1]!;
}

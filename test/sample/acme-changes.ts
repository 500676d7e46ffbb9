/** Who changed what at Acme: commits with their author, and the team that owned what they touched. */

import {seeded} from "./acme-history.ts";
import {ACME_REPOSITORIES, ACME_TEAMS, type AcmeRepository, email, MONTHS, teamNamed} from "./acme-people.ts";

/** A commit that a month's search finds: one of the month before it. `by` and `owner` are teams. */
export interface Change {
  readonly repository: string;
  readonly month: number;
  /** The Monday of its week, epoch ms. */
  readonly week: number;
  readonly author: string;
  readonly by: string;
  readonly path: string;
  readonly owner: string;
}

const DAY = 86_400_000;

/** Every commit of the two years. */
export function acmeChanges(): Change[] {
  return ACME_REPOSITORIES.flatMap((repository, i) => changesOf(repository, seeded(7000 + i)));
}

function changesOf(repository: AcmeRepository, random: ReturnType<typeof seeded>): Change[] {
  const all: Change[] = [];
  const add = (month: number, by: string, path: string) => {
    const end = MONTHS[month]!;
    const day = Math.floor((end - random.between(1, 27) * DAY) / DAY);
    // day 0 was a Thursday
    const week = (day - ((day + 3) % 7)) * DAY;
    const author = email(random.pick(teamNamed(by).people));
    all.push({repository: repository.key, month, week, author, by, path, owner: ownerOf(repository, path, week)});
  };
  for (let month = repository.born; month < MONTHS.length; month++) {
    for (let n = repository.size * random.between(4, 8); n > 0; n--)
      add(month, repository.team, random.chance(88) ? "src/api/load.ts" : "deploy/Dockerfile");
    // the platform team rolls out templates, more of them since its template of February 2025
    if (repository.team !== "Platform" && random.chance(month > 5 ? 55 : 25)) add(month, "Platform", "src/api/load.ts");
    if (random.chance(12) && repository.team !== "Data") add(month, "Data", "src/orders/export.ts");
    // Checkout and Pricing build one quote together from December 2025 on
    if (repository.team === "Pricing" && month >= 16)
      for (let n = random.between(1, 2 + Math.floor((month - 16) / 2)); n > 0; n--)
        add(month, "Checkout", "src/orders/price.ts");
    if (repository.team === "Checkout" && month >= 17 && random.chance(35)) add(month, "Pricing", "src/forms/price.ts");
    if (random.chance(6)) {
      const guest = random.pick(ACME_TEAMS.filter(({name}) => name !== repository.team)).name;
      add(month, guest, "src/views/list.ts");
    }
  }
  return all;
}

/** The team that owned a path then, by the rules of `ownerFiles`, written out once more. */
function ownerOf({key, team}: AcmeRepository, path: string, at: number): string {
  const hasRules = !key.endsWith("/label-printer") && !key.endsWith("/forecasts");
  if (path.startsWith("deploy/") && hasRules && !key.endsWith("/wms-core")) return "Platform";
  // at GitLab the owners of both sections count; the first is taken
  if (key.endsWith("/fuel-surcharge") && at < MONTHS[12]!) return "Warehouse";
  return team;
}

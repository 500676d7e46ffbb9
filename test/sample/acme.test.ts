import {describe, expect, it} from "vitest";
import {ownerHistory, ownersDialect} from "../../src/snapshot/owner-history.ts";
import {teamIndex} from "../../src/teams.ts";
import {readWorkspace} from "../../src/workspace.ts";
import {acmeChanges} from "./acme-changes.ts";
import {acmeHistory} from "./acme-history.ts";
import {ACME_REPOSITORIES, ACME_TEAMS, acmeWorkspace, email, MONTHS, ownerFiles} from "./acme-people.ts";
import {acmeSnapshot} from "./make-acme.ts";

const {value: workspace, messages} = readWorkspace(acmeWorkspace());
const teams = teamIndex(workspace.teams);

describe("Acme", () => {
  it("has forty repositories of seven teams, and a workspace file without a fault", () => {
    expect(messages).toEqual([]);
    expect(ACME_REPOSITORIES.length).toBe(40);
    expect(new Set(ACME_REPOSITORIES.map(({team}) => team)).size).toBe(7);
    for (const {key, team} of ACME_REPOSITORIES) expect(teams.ofRepository(key)).toBe(team);
    for (const {name, owner, people} of ACME_TEAMS)
      expect([teams.ofOwner(owner), ...people.map((person) => teams.ofAuthor(email(person)))]).toEqual(
        Array(people.length + 1).fill(name)
      );
  });

  it("owns what its CODEOWNERS files say: the teams of its commits are those that the rules give", () => {
    const history = ownerHistory(
      ACME_REPOSITORIES.flatMap((repository) =>
        ownerFiles(repository).map(({path, month, text}) => ({
          repo: repository.key,
          path,
          committedAt: month ? MONTHS[month]! : 0,
          text
        }))
      ),
      (repo, path) => workspace.repositories.find(({key}) => key === repo)?.codeowners ?? ownersDialect(repo, path)
    );
    expect(history.messages).toEqual([]);
    for (const {repository, path, week, owner, author, by} of acmeChanges()) {
      const found = history.ownersAt(repository, path, week);
      expect(teams.ofPath(found.state === "owned" ? found.owners : [], repository)[0], `${repository} ${path}`).toBe(
        owner
      );
      expect(teams.ofAuthor(author)).toBe(by);
    }
  });

  it("finds no place twice, and every place between its months", () => {
    const history = acmeHistory();
    const places = history.map(({repository, path, line}) => `${repository} ${path}:${line}`);
    expect(new Set(places).size).toBe(places.length);
    expect(history.filter(({from, until}) => !(from >= 0 && from < until && until <= MONTHS.length))).toEqual([]);
    for (const {text, column, matched} of history) expect(text.slice(column - 1).startsWith(matched)).toBe(true);
  });

  it("has rows in every table a drill-down needs", () => {
    expect(acmeSnapshot().parts.map(({table}) => table)).toEqual(
      "point capture file match blame commit_week owner_file language metric event".split(" ")
    );
  });
});

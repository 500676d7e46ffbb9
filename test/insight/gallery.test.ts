import {describe, expect, it} from "vitest";
import {formProblems} from "../../src/insight/form.ts";
import {GALLERY} from "../../src/insight/gallery.ts";
import {kindDescription} from "../../src/insight/kinds/index.ts";
import {readFileName} from "../../src/snapshot/file-name.ts";
import {IMPORTERS} from "../../src/snapshot/importers.ts";

/** A command's result as a shell would name it. */
function nameIn(command: string): string | null {
  const [, name] = /"\.\.\/(\$\(basename[^\n]*)"$/.exec(command) ?? [];
  return (
    name
      ?.replace('$(basename "$PWD")', "api")
      .replace("$(git rev-parse HEAD)", "c1c2b2653a0287cbb2fcb4938ee1f74436465bc1")
      .replace("$(git log -1 --format=%cs)", "2026-08-01") ?? null
  );
}

describe("the third-party gallery", () => {
  it("has what the extensions would have had: coverage, tests, vulnerabilities, issues, findings, any table", () => {
    const formats = new Set(GALLERY.flatMap((entry) => entry.formats));
    for (const format of ["lcov", "junit", "npm-audit", "jira-csv", "metrics", "table", "sarif", "cobertura", "jacoco"])
      expect(formats).toContain(format);
    const known = new Set<string>(IMPORTERS.map(({format}) => format));
    expect([...formats].filter((format) => !known.has(format))).toEqual([]);
  });

  it.each(GALLERY.map((entry) => [entry.id, entry] as const))(
    "%s says what it needs, and how to make it",
    (_, entry) => {
      expect(entry.needs).toMatch(/^[A-Z].*\.$/);
      expect(entry.ways.length).toBeGreaterThan(0);
      for (const {commands, steps} of entry.ways) expect(commands.length > 0 || steps).toBeTruthy();
    }
  );

  it("names results so that the import asks neither for repository nor time", () => {
    const names = GALLERY.flatMap(({ways}) => ways.flatMap(({commands}) => commands.map(nameIn))).filter((name) =>
      name?.includes("@")
    );
    expect(names.length).toBeGreaterThan(12);
    for (const name of names)
      expect(readFileName(name!), name!).toEqual({
        repository: "api",
        commit: "c1c2b2653a0287cbb2fcb4938ee1f74436465bc1",
        sampleAt: Date.UTC(2026, 7, 1)
      });
  });

  it("begins forms without a mistake, but for what only its user knows", () => {
    for (const {id, insights} of GALLERY)
      for (const {kind, values} of insights)
        expect(
          [id, ...formProblems(kindDescription(kind), values).map(({text}) => text)].filter(
            (text) => !/ is required|no line yet/.test(text)
          )
        ).toEqual([id]);
  });
});

import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {batchSpec} from "../../src/insight/batch-spec.ts";

const task = {
  title: "Weak hashes",
  label: "md5",
  query: 'patterntype:standard repo:^h\\.x/ "md5" ${{ x }}',
  at: Date.UTC(2026, 7, 1),
  repositories: [
    {repository: "h.x/a", value: 7},
    {repository: "h.x/b\nsteps:", value: 1}
  ]
};

describe("a batch-change spec", () => {
  it("holds the search of now, what a request says, and nothing that is published", () => {
    const text = batchSpec(task);
    expect(parse(text)).toEqual({
      version: 2,
      name: "weak-hashes-md5",
      description: "Weak hashes: md5",
      on: [{repositoriesMatchingQuery: task.query}],
      steps: [{run: "sed -i 's/OLD/NEW/g' ${{ join repository.search_result_paths \" \" }}", container: "alpine:3"}],
      changesetTemplate: {
        title: "Weak hashes: md5",
        body: "Weak hashes: md5",
        branch: "batch/weak-hashes-md5",
        commit: {message: "Weak hashes: md5"},
        published: false
      }
    });
    expect(text).toContain(
      "  # On 2026-08-01 there were 2 repositories with it:\n  #   h.x/a (7)\n  #   h.x/b steps: (1)\n"
    );
  });

  it("names the repositories where no search is known", () => {
    const {on, steps} = parse(batchSpec({...task, query: null, label: "Weak hashes"}));
    expect(on).toEqual([{repository: "h.x/a"}, {repository: "h.x/b\nsteps:"}]);
    expect(steps[0].run).toContain("git ls-files");
  });

  it("has a name and a branch whatever a title is made of", () => {
    const {name, changesetTemplate} = parse(batchSpec({...task, title: "…", label: "„\u2028“"}));
    expect([name, changesetTemplate.branch, changesetTemplate.title]).toEqual([
      "batch-change",
      "batch/batch-change",
      "…: „\u2028“"
    ]);
  });
});

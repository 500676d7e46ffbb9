/** What the searches of discovery find, and what looks alike and is not meant. */
import {describe, expect, it} from "vitest";
import {DISCOVERY_RULES} from "../../src/insight/discovery/index.ts";
import {fileSearch} from "../../src/query/file-search.ts";
import {contentOf} from "../../src/query/line-matcher.ts";

/** A search of a rule by its place; how many matches a text holds, in a file of that name. */
interface Case {
  readonly rule: string;
  readonly search?: number;
  readonly path: string;
  /** Each has one match. */
  readonly found: readonly string[];
  readonly not: readonly string[];
}

const CASES: readonly Case[] = [
  {rule: "todos", path: "a.ts", found: ["// TODO: x", "# FIXME"], not: ["const todo = 1;", "hacker news"]},
  {
    rule: "skipped_tests",
    path: "a.ts",
    found: ["it.skip('a', f)", "test.skip.each([1])", "xit('a')", "@Disabled", "\tt.Skipf(`no`)", "#[ignore]"],
    not: ["exit(1)", "/** @ignore */", "list.skip(3)"]
  },
  {
    rule: "any_types",
    path: "a.ts",
    found: [
      "let a: any = 1;",
      "(x as any).y",
      "f(a: any, b)",
      "const a: any[] = []",
      "x: Array<any>",
      "Map<string, any>"
    ],
    not: ["// note: any of these", "as any of us knows", "company: anyone", "let a: Any;"]
  },
  {
    rule: "lodash",
    path: "a.js",
    found: ["import _ from 'lodash';", 'const d = require("lodash/debounce")', 'await import("lodash-es")'],
    not: ["const name = 'lodash';", "// like lodash"]
  },
  {
    rule: "jquery",
    path: "a.html",
    found: ["$('#a').hide()", "$(document).ready(f)", "jQuery(x)", '$("body")', "$('.a b')"],
    not: ["<code>$(cat file)</code>", "await page.$('#a')", "x = $(`ls`)", 'echo "$(ls)"']
  },
  {
    rule: "go_ioutil",
    path: "a.go",
    found: ['\t"io/ioutil"', 'import "io/ioutil"', '\told "io/ioutil"'],
    not: ["// io/ioutil is old", 'fmt.Println("see io/ioutil")']
  },
  {
    rule: "python2",
    path: "a.py",
    found: ["import six", "from six.moves import urllib", "from __future__ import print_function"],
    not: ["from __future__ import annotations", "import sixty"]
  },
  {
    rule: "require_to_import",
    search: 1,
    path: "a.ts",
    found: ['import a from "a";', 'import "a";', "import type {A} from 'a'", '} from "a";', 'import {a} from "./b"'],
    not: ["import {", "important('x')", 'const from = "a"']
  },
  {
    rule: "moment",
    path: "a.ts",
    found: ["import moment from 'moment';", 'require("moment-timezone")'],
    not: ["say('moment')"]
  },
  {
    rule: "test_runner",
    path: "package.json",
    found: ['"jest": "^29.0.0",', '"mocha": "workspace:*"'],
    not: ['"jest": {', '"test": "jest"', '"jest": "jest --watch"']
  },
  {
    rule: "http_client",
    search: 1,
    path: "a.ts",
    found: ["await fetch(url)", "window.fetch(url)", "fetch(url)"],
    not: ["prefetch(url)", "repository.fetch(url)"]
  },
  {
    rule: "unittest_to_pytest",
    path: "a.py",
    found: ["import unittest", "from unittest import TestCase"],
    not: ["from unittest import mock", "from unittest.mock import patch", "import unittest.mock"]
  },
  {
    rule: "typing_generics",
    path: "a.py",
    found: ["a: List[int]", "a: Optional[int]"],
    not: ["a: list[int]", "x = dict[key]"]
  },
  {
    rule: "typing_generics",
    search: 1,
    path: "a.py",
    found: ["a: list[int]", "a: int | None"],
    not: ["a: List[int]"]
  },
  {
    rule: "go_any",
    search: 1,
    path: "a.go",
    found: ["func f(v any) {", "x []any", "m := map[string]any{}", "f(v ...any)", "\tValue any", "func F[T any]()"],
    not: ["// the error, if any, is kept", "// any of them", "company(x)", "return (if any)"]
  },
  {
    rule: "go_errors",
    path: "a.go",
    found: ['return errors.Wrap(err, "a")', "errors.WithStack(err)"],
    not: ['errors.New("a")', "errors.Is(err, x)"]
  },
  {rule: "go_logging", search: 1, path: "a.go", found: ['\t"log/slog"'], not: ["// as log/slog does"]},
  {
    rule: "jakarta",
    path: "A.java",
    found: ["import javax.servlet.Filter;", "import javax.annotation.PostConstruct;"],
    not: [
      "import javax.annotation.processing.Processor;",
      "import javax.sql.DataSource;",
      "import javax.crypto.Cipher;"
    ]
  },
  {
    rule: "junit",
    path: "A.java",
    found: [
      "import org.junit.Test;",
      "import static org.junit.Assert.assertEquals;",
      "import org.junit.runner.RunWith;"
    ],
    not: ["import org.junit.jupiter.api.Test;", "import static org.junit.jupiter.api.Assertions.fail;"]
  },
  {
    rule: "junit",
    search: 1,
    path: "A.java",
    found: ["import org.junit.jupiter.api.Test;", "import static org.junit.jupiter.api.Assertions.fail;"],
    not: ["import org.junit.Test;"]
  },
  {
    rule: "base_images",
    path: "Dockerfile",
    found: ["FROM node:22-alpine AS build", "FROM --platform=$P ghcr.io/a/b", "FROM localhost:5000/a:1"],
    not: ["FROM build", "FROM node:$VERSION"]
  },
  {
    rule: "actions",
    path: ".github/workflows/a.yml",
    found: ["uses: actions/checkout@v4", "- uses: 'a/b@v1.2.3'"],
    not: ["uses: actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608", "uses: ./local"]
  },
  {
    rule: "private_keys",
    path: "a.pem",
    found: ["-----BEGIN PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----"],
    not: ["-----BEGIN PUBLIC KEY-----", "-----END PRIVATE KEY-----"]
  },
  {rule: "cloud_keys", path: "a", found: [`AKIA${"A1".repeat(8)}`], not: [`akia${"a1".repeat(8)}`, "AKIA"]},
  {
    rule: "tls_checks_off",
    path: "a",
    found: ["requests.get(u, verify=False)", "NODE_TLS_REJECT_UNAUTHORIZED=0", "InsecureSkipVerify: true"],
    not: ["let verify = false;", "unset NODE_TLS_REJECT_UNAUTHORIZED", "NODE_TLS_REJECT_UNAUTHORIZED=1"]
  },
  {
    rule: "inner_html",
    path: "a.js",
    found: ["a.innerHTML = text", "a.innerHTML += '<b>'", "<p dangerouslySetInnerHTML={x} />"],
    not: ["a.innerHTML = ''", 'a.innerHTML = "";', "a.innerHTML === text"]
  },
  {
    rule: "unsafe_loading",
    path: "a.py",
    found: [
      "pickle.loads(x)",
      "yaml.load(f)",
      "yaml.load(open(f))",
      "yaml.load(f, Loader=yaml.Loader)",
      "yaml.unsafe_load(f)"
    ],
    not: ["yaml.load(f, Loader=yaml.SafeLoader)", "yaml.safe_load(f)"]
  }
];

function matches(query: string, path: string, text: string): number {
  const search = fileSearch(query, "regexp", () => "");
  const mask = search.alternativesOf(path, 1);
  return mask ? (search.find(mask, path, contentOf(text))?.matches ?? 0) : 0;
}

describe("the searches of discovery", () => {
  it.each(CASES)(
    "of $rule (%#) find what is meant, and not what looks alike",
    ({rule, search = 0, path, found, not}) => {
      const {query} = DISCOVERY_RULES.find(({id}) => id === rule)!.searches[search]!;
      expect(found.map((text) => [text, matches(query, path, text)])).toEqual(found.map((text) => [text, 1]));
      expect(not.filter((text) => matches(query, path, text))).toEqual([]);
    }
  );

  it("leave out what others wrote, but for keys, and read case", () => {
    for (const {id, searches} of DISCOVERY_RULES)
      for (const {query} of searches) {
        const isOfAll = ["private_keys", "cloud_keys", "moving_actions", "pull_request_target"].includes(id);
        expect([id, query.includes("-file:")]).toEqual([id, !isOfAll]);
        // a quoted text would be searched as it stands, without its quotes; a space parts two expressions
        const [, pattern = ""] = /^patterntype:regexp (?:case:yes )?(.*?)(?: -?file:.*)?$/.exec(query) ?? [];
        expect(pattern).not.toMatch(/ |^"[^"]*"$/);
      }
  });
});

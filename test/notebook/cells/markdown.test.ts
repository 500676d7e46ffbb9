import type {Element, Root} from "hast";
import rehypeParse from "rehype-parse";
import {unified} from "unified";
import {describe, expect, it} from "vitest";
import {renderMarkdown} from "../../../src/notebook/cells/markdown.ts";
import {type CellValue, scalarOf} from "../../../src/notebook/value.ts";
import * as fc from "../../property.ts";
import {result, scopeOf, series, table} from "../values.ts";
import {messagesOf, readingOf, runCell} from "./run-cell.ts";

/** The elements of markup as a browser reads it. */
function elementsOf(markup: string): Element[] {
  const tree = unified().use(rehypeParse, {fragment: true}).parse(markup) as Root;
  const visit = (node: Root | Element): Element[] =>
    node.children.flatMap((child) => (child.type === "element" ? [child, ...visit(child)] : []));
  return visit(tree);
}

/** The text a reader sees. */
function textOf(node: Root | Element): string {
  return node.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? textOf(child) : ""))
    .join("");
}

function tree(markup: string): Root {
  return unified().use(rehypeParse, {fragment: true}).parse(markup) as Root;
}

/** Elements as `name attribute=value …`, without `p`. */
function outline(markup: string): string[] {
  return elementsOf(markup)
    .map(({tagName, properties}) =>
      [
        tagName,
        ...Object.entries(properties).map(
          ([name, value]) => `${name}=${Array.isArray(value) ? value.join(" ") : value}`
        )
      ].join(" ")
    )
    .filter((line) => line !== "p");
}

/** What a text cell shows over a scope. */
async function shown(text: string, scope: Readonly<Record<string, CellValue>> = {}): Promise<string> {
  const {output} = await runCell(text, {scope: scopeOf(scope)});
  if (output.type !== "markdown") throw new Error("no Markdown");
  return output.html;
}

const TAGS = new Set(
  "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img input li ol p pre section span strong sup table tbody td th thead tr ul".split(
    " "
  )
);
const ATTRIBUTES = new Set(
  "alt align ariaLabel checked className disabled href id rel src start target title type".split(" ")
);

/** That nothing in some markup can load, run, be styled, or meet a name of the page. */
function expectSafe(markup: string): void {
  for (const {tagName, properties} of elementsOf(markup)) {
    expect(TAGS).toContain(tagName);
    for (const [name, value] of Object.entries(properties)) {
      expect(ATTRIBUTES).toContain(name);
      const text = Array.isArray(value) ? value.join(" ") : String(value);
      if (name === "id") expect(text).toMatch(/^nb-/);
      if (name === "src") expect(text).toMatch(/^data:image\/(?:png|jpeg|gif|webp);base64,/);
      if (name === "className")
        expect(text).toMatch(
          /^(?:|language-[\w+#.-]+|value|failed|not-run|no-image|sr-only|footnotes|task-list-item|contains-task-list|data-footnote-backref)$/
        );
      if (name === "type") expect(text).toBe("checkbox");
      if (name === "target") expect(text).toBe("_blank");
      // as a browser reads an address: white space and control characters at its ends, and line breaks anywhere, are nothing
      const address = text.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+/, "");
      if (name === "href" && /^[a-z][a-z0-9+.-]*:/i.test(address)) expect(address).toMatch(/^(?:https?|mailto):/i);
    }
    if (tagName === "a" && /^(?:https?:|mailto:|\/\/)/i.test(String(properties.href ?? "")))
      expect([properties.rel, properties.target]).toEqual([["noopener", "noreferrer", "nofollow"], "_blank"]);
  }
}

describe("Markdown", () => {
  it("is laid out", () => {
    expect(
      outline(
        renderMarkdown("# A\n\n*b* **c** ~~d~~ `e`\n\n3. f\n4. g\n\n- [x] h\n- [ ] i\n\n> j\n\n---\n\n```ts\nk\n```")
      )
    ).toEqual([
      "h1 id=nb-a",
      "em",
      "strong",
      "del",
      "code",
      "ol start=3",
      "li",
      "li",
      "ul className=contains-task-list",
      "li className=task-list-item",
      "input type=checkbox checked=true disabled=true ariaLabel=Done",
      "li className=task-list-item",
      "input type=checkbox disabled=true ariaLabel=Not done",
      "blockquote",
      "hr",
      "pre",
      "code className=language-ts"
    ]);
  });

  it("lays out tables with their alignment", () => {
    expect(outline(renderMarkdown("| a | b |\n|:--|--:|\n| 1 | 2 |")).filter((line) => /^t[hd]/.test(line))).toEqual([
      "thead",
      "th align=left",
      "th align=right",
      "td align=left",
      "td align=right"
    ]);
  });

  it("names headings as the host of the repository does, each once, and leads links to them", () => {
    const markup = renderMarkdown(
      "# What's new?\n\n## Über *alles*\n\n## Über alles\n\n## ???\n\n[a](#whats-new) [b](#%C3%BCber-alles-1)"
    );
    expect(
      elementsOf(markup)
        .filter(({tagName}) => /^h/.test(tagName))
        .map(({properties}) => properties.id)
    ).toEqual(["nb-whats-new", "nb-über-alles", "nb-über-alles-1", "nb-section"]);
    expect(outline(markup).filter((line) => line.startsWith("a "))).toEqual([
      "a href=#nb-whats-new",
      "a href=#nb-%C3%BCber-alles-1"
    ]);
  });

  it("keeps the footnotes of two cells apart", async () => {
    const text = "a[^1]\n\n[^1]: note";
    const both = `${await shown(text)}${await shown(`b ${text}`)}`;
    const ids = elementsOf(both).flatMap(({properties}) => (properties.id ? [String(properties.id)] : []));
    expect(ids.filter((id) => /fn/.test(id))).toHaveLength(4);
    const links = elementsOf(both).flatMap(({tagName, properties}) =>
      tagName === "a" ? [String(properties.href)] : []
    );
    expect(new Set(ids.filter((id) => /fn/.test(id))).size).toBe(4);
    for (const link of links) expect(ids).toContain(link.slice(1));
    expectSafe(both);
  });

  it("lists its headings", async () => {
    const {output} = await runCell("# A ${x}\n\n### B `c`", {scope: scopeOf({x: scalarOf("1")})});
    expect(output).toMatchObject({
      headings: [
        {depth: 1, text: "A 1", anchor: "nb-a-1"},
        {depth: 3, text: "B c", anchor: "nb-b-c"}
      ]
    });
  });
});

/** Every spelling of a link that runs that is known to us. */
const RUNNING = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "javascript&#58;alert(1)",
  "javascript&colon;alert(1)",
  "java&#x09;script:alert(1)",
  "java&#10;script:alert(1)",
  "java&NewLine;script:alert(1)",
  "&#1;javascript:alert(1)",
  "&#x20;javascript:alert(1)",
  "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)",
  "\\javascript:alert(1)",
  "javascript\\:alert(1)",
  "javascript://example.org/%0aalert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "blob:https://example.org/x",
  "file:///etc/passwd",
  "filesystem:http://example.org/x",
  "about:blank",
  "view-source:http://example.org",
  "ms-word:ofe|u|http://evil.test/a.docx",
  "intent://x#Intent;end",
  "tel:1",
  "xmpp:a@example.org",
  "irc://example.org",
  "feed:javascript:alert(1)"
];

describe("links", () => {
  it.each(RUNNING)("drop %j, in every form of a link", (address) => {
    const forms = [
      `[a](${address})`,
      `[a](<${address}>)`,
      `[a][r]\n\n[r]: <${address}>`,
      `<${address}>`,
      `![a](<${address}>)`,
      `[![a](<${address}>)](<${address}>)`
    ];
    for (const form of forms) {
      const markup = renderMarkdown(form);
      expectSafe(markup);
      const hrefs = elementsOf(markup).flatMap(({properties}) =>
        properties.href === undefined ? [] : [String(properties.href)]
      );
      // what is left is no scheme to anyone: per cent encoded, or behind a slash
      for (const href of hrefs)
        expect(href).not.toMatch(/^[\s\\]*(?:java|vb|data|blob|file|about|view|ms-|intent|tel|xmpp|irc|feed)[^%]*:/i);
    }
  });

  it.each([
    [
      "https://example.org/a?b=c&d#e",
      "a href=https://example.org/a?b=c&d#e rel=noopener noreferrer nofollow target=_blank"
    ],
    ["mailto:a@example.org", "a href=mailto:a@example.org rel=noopener noreferrer nofollow target=_blank"],
    ["//example.org/a", "a href=//example.org/a rel=noopener noreferrer nofollow target=_blank"],
    ["other.md", "a href=other.md"],
    ["../b%20c.md#d", "a href=../b%20c.md#d"],
    ["#d", "a href=#nb-d"]
  ])("keep %s", (address, line) => {
    expect(outline(renderMarkdown(`[a](${address})`))).toEqual([line]);
  });

  it("say nothing of where they are clicked, when found in plain text", () => {
    expectSafe(renderMarkdown("www.example.org and https://example.org and a@example.org"));
    expect(outline(renderMarkdown("www.example.org"))).toEqual([
      "a href=http://www.example.org rel=noopener noreferrer nofollow target=_blank"
    ]);
  });
});

describe("images", () => {
  it.each([
    "http://evil.test/a.png",
    "//evil.test/a.png",
    "a.png",
    "file:///a.png",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:text/html;base64,AA",
    "data:image/png,AA",
    "javascript:1",
    ""
  ])("from %j are words", (address) => {
    const markup = renderMarkdown(`![the *alt*](<${address}>)`);
    expect(outline(markup)).toEqual([
      "span className=no-image title=Only images inside the file are shown: nothing is loaded from an address"
    ]);
    expect(textOf(tree(markup))).toBe("[image: the alt]");
  });

  it.each(["png", "jpeg", "gif", "webp"])("of %s inside the file are shown, with their words", (type) => {
    expect(outline(renderMarkdown(`![the alt](data:image/${type};base64,AAAA)`))).toEqual([
      `img src=data:image/${type};base64,AAAA alt=the alt`
    ]);
  });
});

/** Raw HTML of strangers: none of it is markup. */
const RAW = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.test/a.js></SCRIPT>",
  "<img src=x onerror=alert(1)>",
  "<img src=http://evil.test/a.png>",
  "<svg onload=alert(1)><use href='//evil.test/a.svg#x'/></svg>",
  "<svg><style>@import '//evil.test/a.css'</style></svg>",
  "<svg><foreignObject><iframe src=//evil.test></iframe></foreignObject></svg>",
  "<math><maction actiontype='statusline#http://evil.test'>x</maction></math>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data=//evil.test></object><embed src=//evil.test>",
  "<form action=//evil.test><button formaction=javascript:alert(1)>x</button><input name=location></form>",
  "<a href=javascript:alert(1)>x</a>",
  "<a id=location name=cookie href=//evil.test ping=//evil.test>x</a>",
  "<base href=//evil.test><meta http-equiv=refresh content='0;url=//evil.test'>",
  "<link rel=stylesheet href=//evil.test/a.css>",
  "<style>*{background:url(//evil.test)}</style>",
  "<p style='background:url(//evil.test)' class=message data-commandlinker-command=x>a</p>",
  "<table background=//evil.test><tr><td>a</td></tr></table>",
  "<video poster=//evil.test src=//evil.test></video><audio src=//evil.test></audio>",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
  "<!-- <img src=x onerror=alert(1)> -->",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "<?xml-stylesheet href='//evil.test'?>",
  "<!doctype html><html onload=alert(1)>",
  "<details open ontoggle=alert(1)><summary>x</summary></details>",
  "<div id=nb-a><div id=tidemark-report>",
  "</p></div></main><script>alert(1)</script>",
  "<isindex type=image src=1 onerror=alert(1)>",
  "<a\nhref='javascript:alert(1)'>x</a>",
  "<scr<script>ipt>alert(1)</script>"
];

describe("raw HTML", () => {
  it.each(RAW)("is no markup: %s", (raw) => {
    for (const text of [
      raw,
      `a ${raw} b`,
      `- ${raw}`,
      `> ${raw}`,
      `| ${raw.replaceAll("|", "")} |\n|---|\n| ${raw} |`,
      `# ${raw}`,
      `[${raw}](#a)`,
      `[a](b "${raw.replaceAll('"', "'")}")`,
      `a[^1]\n\n[^1]: ${raw}`
    ])
      expectSafe(renderMarkdown(text));
    expect(outline(renderMarkdown(raw)).filter((line) => !/^a href=http/.test(line))).toEqual([]);
  });

  it("in code is shown as it is written", () => {
    for (const raw of RAW.filter((one) => !one.includes("\n"))) {
      expect(textOf(tree(renderMarkdown(`\`\`\`\`\n${raw}\n\`\`\`\``)))).toBe(`${raw}\n`);
      expect(textOf(tree(renderMarkdown(`\`\` ${raw} \`\``)))).toBe(raw);
    }
  });
});

describe("names and classes", () => {
  it("of headings and footnotes begin so that they meet none of the page", () => {
    for (const name of ["location", "cookie", "tidemark-report", "__proto__", "constructor", "toString"]) {
      const markup = renderMarkdown(`# ${name}\n\na[^${name}]\n\n[^${name}]: b`);
      expectSafe(markup);
      expect(elementsOf(markup).filter(({properties}) => properties.id).length).toBeGreaterThan(0);
    }
  });

  it("of code are languages only", () => {
    expect(outline(renderMarkdown('```message" onclick="x\na\n```'))).toEqual(["pre", "code className="]);
    expect(outline(renderMarkdown("```c++ x\na\n```"))).toEqual(["pre", "code className=language-c++"]);
  });
});

const HOSTILE_VALUES = [
  "<img src=x onerror=alert(1)>",
  "**bold** [a](javascript:alert(1))",
  "`code`",
  "${b}",
  "\ue0000\ue001",
  "&lt;b&gt;",
  "| a |\n|---|",
  "](javascript:alert(1))",
  "\u202e reversed",
  "# heading\n\n---"
];

describe("${…}", () => {
  it.each(HOSTILE_VALUES)("shows %j as text", async (value) => {
    const scope = {a: scalarOf(value), b: scalarOf("no")};
    for (const text of [
      "x ${a} y",
      "**${a}**",
      "# ${a}",
      "- ${a}",
      "| ${a} |\n|---|\n| ${a} |",
      "[${a}](https://example.org)",
      "a[^1]\n\n[^1]: ${a}"
    ]) {
      const markup = await shown(text, scope);
      expectSafe(markup);
      const spans = elementsOf(markup).filter(({properties}) => String(properties.className) === "value");
      // the values stand where they were put, whole
      expect(spans.length).toBe(text.split("${a}").length - 1);
      for (const span of spans) expect([textOf(span), span.children.length]).toEqual([value.replaceAll("\r", ""), 1]);
      const plain = await shown(text, {a: scalarOf("v")});
      expect(outline(markup).map((line) => line.replace(/^(h1) .*/, "$1"))).toEqual(
        outline(plain).map((line) => line.replace(/^(h1) .*/, "$1"))
      );
    }
  });

  it("stands in code as it was written, backslashes and all", async () => {
    for (const [text, code] of [
      ["`${a}`", "${a}"],
      ["`\\${a}`", "\\${a}"],
      ["```sh\necho ${a} \\${b}\n```", "echo ${a} \\${b}\n"],
      ["`${a + 1}`", "${a + 1}"],
      ["    ${a}", "${a}\n"]
    ] as const)
      expect(textOf(tree(await shown(text, {a: scalarOf("v")})))).toBe(code);
  });

  it("stands in an address, a title, an image's words and a footnote's name as it was written", async () => {
    const markup = await shown(
      '[x](https://example.org/${a}?q=${a}) [y](b "${a}") ![${a}](data:image/png;base64,AA) ![${a}](c.png)',
      {a: scalarOf("v")}
    );
    expect(outline(markup)).toEqual([
      "a href=https://example.org/%24%7Ba%7D?q=%24%7Ba%7D rel=noopener noreferrer nofollow target=_blank",
      "a href=b title=${a}",
      "img src=data:image/png;base64,AA alt=${a}",
      "span className=no-image title=Only images inside the file are shown: nothing is loaded from an address"
    ]);
    expect(textOf(tree(markup))).toContain("[image: ${a}]");
    for (const text of [
      "[x](${a})",
      "<https://${a}>",
      "https://example.org/${a}",
      "[x](javascript:${a})",
      "[x](${a}:alert(1))",
      "![x](${a})",
      "[x]: ${a}\n\n[x]",
      "a[^${a}]\n\n[^${a}]: b",
      "[x](https://example.org/${'\ud800'})"
    ]) {
      const hostile = await shown(text, {a: scalarOf("javascript:alert(1)")});
      expectSafe(hostile);
      expect(hostile).not.toMatch(/[\ue000\ue001]|%EE%80%80/);
    }
  });

  it("that is escaped is text", async () => {
    expect(textOf(tree(await shown("\\${a} costs $ {5}", {a: scalarOf("v")})))).toBe("${a} costs $ {5}");
  });

  it("of JavaScript is shown as it was written, and says why", async () => {
    const markup = await shown("x ${a + 1}");
    expect(outline(markup)).toEqual([
      "span className=not-run title=Not run: this is JavaScript, which nobody has allowed to run"
    ]);
    expect(textOf(tree(markup))).toBe("x ${a + 1} (not run)");
  });

  it("that fails is shown as it was written, and says why", async () => {
    const markup = await shown("x ${rows}", {rows: {kind: "table", table: table({a: ["<b>", '"']})}});
    // for everybody to read: a tooltip is seen by no phone, no paper and no screen reader
    expect(outline(markup)).toEqual(["span className=failed"]);
    expect(textOf(tree(markup))).toBe(
      "x ${rows} (This is a table of 2 rows and 1 columns; name a column of it, such as name.a.)"
    );
    expectSafe(await shown("${rows['\"><img src=x>']}"));
  });

  it("refers to the cells it names, each once", () => {
    expect(readingOf("${a} ${latest(b.c)} ${a} ${x => x}").references).toEqual(["a", "b"]);
    expect(readingOf("`${a}`").references).toEqual(["a"]);
  });

  it("says which function may be meant, at its line: one that is none of ours is JavaScript", () => {
    expect(messagesOf("a\n\n${latest(\n  a\n)}\n\n${lastest(a)}")).toEqual([
      "7 note: lastest is no function of ${…}, so this is JavaScript. Did you mean latest?"
    ]);
    expect(readingOf("${nope(a.b)} and ${latest(c)}").references).toEqual(["c", "nope", "a"]);
  });

  it("shows values of an insight", async () => {
    const scope = {versions: {kind: "insight", result: result([series("1.22", [1, 30])])}} satisfies Record<
      string,
      CellValue
    >;
    expect(textOf(tree(await shown('now ${latest(versions, "1.22")}, from ${first(versions)}', scope)))).toBe(
      "now 30, from 1"
    );
  });
});

describe("limits", () => {
  it.each<[string, string]>([
    ["5,000 quotes", `${">".repeat(5000)} a`],
    ["5,000 quotes with spaces", `${"> ".repeat(5000)}a`],
    ["lists in one line", `${"- ".repeat(2000)}a`],
    ["numbered lists in one line", `${"1. ".repeat(2000)}a`],
    ["lists by indent", Array.from({length: 120}, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
    ["emphasis", `${"*a **b ".repeat(300)}${"b** a*".repeat(300)}`]
  ])("%s end in a sentence", async (_, text) => {
    await expect(shown(text)).rejects.toThrow(
      "This text is nested too deeply to be laid out. Take some quotes, lists or emphasis out."
    );
  });

  it("let prose nest as deep as people nest it", async () => {
    const lists = Array.from({length: 30}, (_, i) => `${"  ".repeat(i)}- a`).join("\n");
    expect(elementsOf(await shown(lists)).filter(({tagName}) => tagName === "ul")).toHaveLength(30);
    expect(elementsOf(await shown(`${">".repeat(50)} a`)).filter(({tagName}) => tagName === "blockquote")).toHaveLength(
      50
    );
    expect(elementsOf(await shown("-".repeat(1000))).map(({tagName}) => tagName)).toEqual(["hr"]);
  });

  it("refuse a text of more than 200,000 characters", () => {
    expect(messagesOf("a".repeat(200_001))).toEqual([
      "1 error: This text is 200001 characters long; a text cell may have 200000. Split it with a line that is <!---->."
    ]);
    expect(messagesOf("a".repeat(200_000))).toEqual([]);
  });

  it("refuse footnotes that would make megabytes of a small text", async () => {
    await expect(shown(`${"[^1]".repeat(501)}\n\n[^1]: a`)).rejects.toThrow(
      "This text refers to footnotes more than 500 times."
    );
    expect((await shown(`${"[^1]".repeat(500)}\n\n[^1]: a`)).length).toBeLessThan(300_000);
  });
});

describe("any text", () => {
  it("is safe, whatever is put together", () => {
    const piece = fc.oneof(
      fc.constantFrom(...RAW, ...RUNNING.flatMap((address) => [`[a](${address})`, `![a](${address})`, `<${address}>`])),
      fc.constantFrom(
        "\n",
        "\n\n",
        " ",
        "`",
        "```\n",
        "> ",
        "- ",
        "# ",
        "[^1]",
        "[^1]: ",
        "[r]",
        "[r]: ",
        "<",
        ">",
        "](",
        "\\",
        "&#",
        "${a}",
        "|",
        "---\n",
        "    "
      ),
      fc.string({maxLength: 8})
    );
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 12}), (pieces) => expectSafe(renderMarkdown(pieces.join("")))),
      {numRuns: 600}
    );
  });
});

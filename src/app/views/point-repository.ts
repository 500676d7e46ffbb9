/** One repository behind a point, opened: the lines that came and went, and where to look at them. */
import {type CodeLinks, commitLink, diffLink, fileLink} from "../../code-links.ts";
import {isAbort, messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import type {InsightStore, MatchLine, PointLines, PointRequest, RepositoryShare} from "../../store/store.ts";
import {isoDate} from "../../time.ts";
import {fill, h} from "../dom.ts";

/** What the rows of a point share. */
export interface PointContext {
  readonly store: InsightStore;
  readonly request: PointRequest;
  readonly links: CodeLinks;
  readonly signal: AbortSignal;
}

/** The repository's name as a button that opens what changed in it, in a row below its own. */
export function repositoryButton(share: RepositoryShare, columns: number, context: PointContext): HTMLElement {
  let opened: HTMLTableRowElement | null = null;
  const button = h(
    "button",
    {
      class: "repo link",
      type: "button",
      "aria-expanded": "false",
      title: "Show what changed",
      on: {
        click: () => {
          button.setAttribute("aria-expanded", String(!opened));
          if (opened) {
            opened.remove();
            opened = null;
            return;
          }
          opened = h("tr", {class: "share-detail"}, h("td", {colspan: columns}, repositoryDetail(share, context)));
          button.closest("tr")?.after(opened);
        }
      }
    },
    breakable(share.repository)
  );
  return button;
}

/** A repository's name or a path that is broken behind its slashes, where it must be. */
export function breakable(name: string): (string | Node)[] {
  return name.split(/(?<=\/)/).flatMap((part, i) => (i ? [h("wbr"), part] : [part]));
}

function repositoryDetail(share: RepositoryShare, {store, request, links, signal}: PointContext): HTMLElement {
  const lines = h("div", {class: "share-lines"}, h("p", {class: "note"}, "Looking up the lines…"));
  store.lines({...request, repository: share.repository}, {signal}).then(
    (found) => fill(lines, linesOf(found, share, request, links)),
    (error) => {
      if (!isAbort(error)) fill(lines, h("p", {class: "message error", role: "alert"}, messageOf(error)));
    }
  );
  return h("div", {}, hostLinks(share, links), lines);
}

/** Links to the code host: what changed between the commits of both points, and the commit of this one. */
function hostLinks({repository, commit, commitBefore = null}: RepositoryShare, links: CodeLinks): HTMLElement | null {
  const same = commit !== null && commit === commitBefore;
  const diff = same ? null : diffLink(links, {repo: repository, before: commitBefore, after: commit});
  const at = commit ? commitLink(links, {repo: repository, commit}) : null;
  if (!diff && !at && !same) return null;
  return h(
    "p",
    {class: "share-links"},
    same ? h("span", {class: "note"}, "The same commit as at the point before.") : null,
    diff ? outside(diff, "Compare both commits") : null,
    at ? outside(at, "This commit") : null
  );
}

/** A link that leaves Tidemark, in a tab of its own. */
export function outside(address: string, text: string): HTMLAnchorElement {
  return h("a", {href: address, target: "_blank", rel: "noreferrer noopener"}, text);
}

function linesOf(
  {sampleAt, sampleBefore, held, added, removed, more}: PointLines,
  share: RepositoryShare,
  {before, definition}: PointRequest,
  links: CodeLinks
): (HTMLElement | null)[] {
  if (held === null || sampleAt === null)
    return [h("p", {class: "note"}, "No lines of this search were imported for this repository, only counts.")];
  const older = [
    sampleAt < share.sampleAt ? `Lines as of ${isoDate(sampleAt)}, older than the count.` : "",
    before !== null && sampleBefore !== null && sampleBefore < before && sampleBefore !== sampleAt
      ? `Compared with the lines of ${isoDate(sampleBefore)}.`
      : "",
    definition.filters.some(({owner, team}) => owner.length || team.length)
      ? "Lines of the whole repository: they are not known by owner or team."
      : "",
    before !== null && sampleBefore === null ? "The lines of the point before were not imported." : ""
  ].filter(Boolean);
  const isSame = before !== null && sampleBefore !== null && !added.length && !removed.length;
  return [
    h(
      "p",
      {class: "note"},
      [
        `${readableNumber(held)} ${held === 1 ? "line" : "lines"} at this point`,
        isSame ? "none came or went." : "",
        ...older
      ]
        .filter(Boolean)
        .join(" · ")
    ),
    list(before === null ? "There" : "Added", "added", added, share.repository, share.commit, links),
    list("Removed", "removed", removed, share.repository, share.commitBefore ?? null, links),
    more ? h("p", {class: "note"}, `and ${readableNumber(more)} more`) : null
  ];
}

function list(
  title: string,
  kind: "added" | "removed",
  lines: readonly MatchLine[],
  repo: string,
  commit: string | null,
  links: CodeLinks
): HTMLElement | null {
  if (!lines.length) return null;
  return h(
    "section",
    {class: `lines ${kind}`},
    h("h3", {}, `${title} (${lines.length})`),
    h(
      "ol",
      {},
      lines.map(({path, line, text}) => {
        const address = fileLink(links, {repo, commit, path, line});
        const place = line === null ? path : `${path}:${line}`;
        return h(
          "li",
          {},
          address ? outside(address, place) : h("span", {}, place),
          h("code", {}, h("span", {"aria-hidden": "true"}, kind === "added" ? "+ " : "− "), text)
        );
      })
    )
  );
}

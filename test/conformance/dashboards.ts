import {type Dashboard, listDashboards} from "../../src/insight/dashboard.ts";
import {grantsByKind, mayGrant} from "../../src/insight/grants.ts";
import {removeCell} from "../../src/notebook/edit.ts";
import {withFrontMatter} from "../../src/notebook/front-matter-edit.ts";
import {addInsight, insightValues} from "../../src/notebook/insight-cells.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import type {Case, Json, Mapping} from "./mapping.ts";

const grantOf = ({user, org}: Json) =>
  user !== undefined ? `user:${user}` : org !== undefined ? `org:${org}` : "global";
const grantsOf = ({users = [], orgs = [], global = false}: Json) => [
  ...users.map((user: number) => grantOf({user})),
  ...orgs.map((org: number) => grantOf({org})),
  ...(global ? ["global"] : [])
];
const readerOf = ({users = [], orgs = []}: Json) => ({users: users.map(String), organizations: orgs.map(String)});

const worldOf = ({dashboards, views = {}}: Json): Dashboard<number>[] =>
  dashboards.map((one: Json) => ({
    id: one.id,
    title: one.title,
    grants: grantsOf(one),
    insights: Object.keys(views).filter((view) => views[view].includes(one.id))
  }));

/** A dashboard is a notebook: its title and grants are front matter, its insights cells. All are edited as text. */
const EMPTY = "---\ntidemark: 1\n---\n";

const withSettings = (text: string, title: string | undefined, grants: Json[] | undefined) =>
  withFrontMatter(parseNotebook(text), {
    ...(title === undefined ? {} : {title}),
    ...(grants === undefined ? {} : {grants: grants.map(grantOf)})
  });

const shown = (text: string) => {
  const {title, grants} = parseNotebook(text).frontMatter;
  const {users, organizations, global} = grantsByKind(grants);
  return {title, userGrants: users.map(Number), orgGrants: organizations.map(Number), globalGrant: global};
};

const withViews = (views: readonly string[]) =>
  views.reduce((text, title) => addInsight(parseNotebook(text), {title}).text, EMPTY);

const viewsOf = (text: string) => parseNotebook(text).cells.map((cell) => insightValues(cell)!.title);

/** The dashboards an insight is on: the case's own, or those of the nearest case before it where it says they are the same. */
function dashboardsOf(one: Case, file: Json): Dashboard<number>[] | null {
  const before = file.cases.slice(0, file.cases.indexOf(one)).reverse();
  const {on} =
    [one, ...(one.input?.same ? before : [])]
      .map(({input}) => Object(input))
      .find((input) => Array.isArray(input.on)) ?? {};
  if (!on?.every((dashboard: Json) => Object(dashboard) === dashboard)) return null;
  return on.map(({id, title = "", ...grants}: Json, i: number) => ({
    ...{id: id ?? i + 1, title, grants: grantsOf(grants), insights: ["asked"]}
  }));
}

export const dashboards: Mapping = {
  kindOf: (one, file) => {
    const {kind = "", input} = one;
    if (kind === "create" && !input?.grants?.length) return "create without grants";
    return kind === "dashboardsOfInsight" && !dashboardsOf(one, file) ? "dashboardsOfInsight elsewhere" : kind;
  },
  kinds: {
    listDashboards: ({world, query}, _, file) => {
      const {after, withView: showing, limit} = query;
      return listDashboards(worldOf(file.worlds[world]), readerOf(query), {after, showing, limit}).map(({id}) => id);
    },
    create: ({title, grants}) => shown(withSettings(EMPTY, title, grants)),
    update: ({before, update}) =>
      worldOf({dashboards: before}).map(({id, title, grants}) => {
        const text = withFrontMatter(parseNotebook(EMPTY), {title, grants: [...grants]});
        return {id, ...shown(id === update.id ? withSettings(text, update.title, update.grants) : text)};
      }),
    addViews: ({add}) => ({insights: viewsOf(withViews(add))}),
    removeView: ({dashboards: given, remove}) =>
      Object.fromEntries(
        Object.entries<string[]>(given).map(([id, views]) => {
          const notebook = parseNotebook(withViews(views));
          const cell = notebook.cells.find((one) => insightValues(one)!.title === remove.view);
          return [id, viewsOf(id === remove.dashboard && cell ? removeCell(notebook, cell) : notebook.text)];
        })
      ),
    hasPermission: ({dashboards: given, ask, ...reader}) => {
      const all = Object.entries<Json>(given).map(([id, one]) => ({
        id,
        title: id,
        grants: grantsOf(one),
        insights: []
      }));
      const listed = listDashboards(all, readerOf(reader)).map(({id}) => id);
      return ask.every((id: string) => listed.includes(id));
    },
    mayGrant: ({grants, myUsers, myOrgs}) => mayGrant(grants.map(grantOf), readerOf({users: myUsers, orgs: myOrgs})),
    dashboardsOfInsight: ({user, id: asked, after, first, limit = first}, one, file) => {
      const on = dashboardsOf(one, file)!;
      const idOf = (named: Json) => on.find(({id, title}) => id === named || title === named)?.id;
      const listed = listDashboards(on, readerOf({users: [user]}), {showing: "asked", after: idOf(after), limit});
      const found = asked === undefined ? listed : listed.filter(({id}) => id === idOf(asked));
      return found.map(({id, title}) => (one.expected.every(Number.isInteger) ? id : title));
    },
    "create without grants": "a notebook without grants is private; it has a file, so nobody loses it",
    "dashboardsOfInsight elsewhere": "no case of the file gives the dashboards it asks about",
    delete: "deleting a notebook deletes its file",
    restore: "the undo of a deleted file is the app's, not a mark in a store",
    frozen: "licences"
  }
};

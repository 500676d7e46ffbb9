import {
  addInsights,
  type Dashboard,
  listDashboards,
  maySeeAll,
  removeInsight,
  updateDashboard
} from "../../src/insight/dashboard.ts";
import {grantsByKind, mayGrant} from "../../src/insight/grants.ts";
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

const shown = ({title, grants}: Dashboard<number>) => {
  const {users, organizations, global} = grantsByKind(grants);
  return {title, userGrants: users.map(Number), orgGrants: organizations.map(Number), globalGrant: global};
};

const empty = (id: number): Dashboard<number> => ({id, title: "", grants: [], insights: []});

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
    create: ({title, grants}) => shown(updateDashboard(empty(1), {title, grants: grants.map(grantOf)})),
    update: ({before, update}) =>
      worldOf({dashboards: before}).map((one) => {
        const changed =
          one.id === update.id
            ? updateDashboard(one, {
                ...(update.title === undefined ? {} : {title: update.title}),
                ...(update.grants === undefined ? {} : {grants: update.grants.map(grantOf)})
              })
            : one;
        return {id: changed.id, ...shown(changed)};
      }),
    addViews: ({dashboard, add}) => ({insights: addInsights(empty(dashboard), add).insights}),
    removeView: ({dashboards: given, remove}) =>
      Object.fromEntries(
        Object.entries<string[]>(given).map(([id, insights]) => [
          id,
          id === remove.dashboard ? removeInsight({...empty(1), insights}, remove.view).insights : insights
        ])
      ),
    hasPermission: ({dashboards: given, ask, ...reader}) => {
      const all = Object.entries<Json>(given).map(([id, one]) => ({
        id,
        title: id,
        grants: grantsOf(one),
        insights: []
      }));
      return maySeeAll(all, ask, readerOf(reader));
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

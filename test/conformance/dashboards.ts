import {
  addInsights,
  type Dashboard,
  listDashboards,
  maySeeAll,
  removeInsight,
  updateDashboard
} from "../../src/insight/dashboard.ts";
import {grantsByKind, mayGrant} from "../../src/insight/grants.ts";
import type {Json, Mapping} from "./mapping.ts";

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

export const dashboards: Mapping = {
  kindOf: ({kind = "", input}) => {
    if (kind === "create" && !input?.grants?.length) return "create without grants";
    const isGiven = Array.isArray(input?.on) && input.on.every((dashboard: Json) => typeof dashboard === "object");
    return kind === "dashboardsOfInsight" && !isGiven ? "dashboardsOfInsight by id" : kind;
  },
  kinds: {
    listDashboards: ({world, query}, _, file) => {
      const {after, withView: showing} = query;
      return listDashboards(worldOf(file.worlds[world]), readerOf(query), {after, showing}).map(({id}) => id);
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
    dashboardsOfInsight: ({user, on}) =>
      listDashboards(
        on.map((one: Json, id: number) => ({id, title: one.title ?? "", grants: grantsOf(one), insights: ["asked"]})),
        readerOf({users: [user]}),
        {showing: "asked"}
      ).map(({title}) => title),
    "create without grants": "a notebook without grants is private; it has a file, so nobody loses it",
    "dashboardsOfInsight by id": "the case names a world it does not give",
    delete: "deleting a notebook deletes its file",
    restore: "the undo of a deleted file is the app's, not a mark in a store",
    frozen: "licences"
  }
};

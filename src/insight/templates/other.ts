import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Other”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const other: readonly InsightTemplate[] = [
  {
    id: "ts-vs-go",
    title: "Typescript vs. Go",
    kind: "search",
    description: "Two languages by their number of files: where does new code go?",
    scope: "repo:has.file(path:\\.ts$) or repo:has.file(path:\\.go$)",
    searches: [
      {label: "TypeScript", query: "select:file lang:TypeScript", color: 4},
      {label: "GO lang", query: "select:file lang:Go", color: 1}
    ]
  },
  {
    id: "ios-app-screens",
    title: "iOS app screens",
    kind: "search",
    description: "Screens of an iOS app, counted as the Swift structs that are views.",
    scope: "repo:has.file(path:\\.swift$)",
    searches: [{label: "Screens", query: "struct\\s(.*):\\sview$ patternType:regexp lang:swift", color: 5}]
  },
  {
    id: "adopting-new-api",
    title: "Adopting new API by Team",
    kind: "search",
    description: "Calls of a new interface, one line a team, told apart by folder.",
    scope: "repo:.*",
    searches: [
      {label: "Mobile team", query: "file:mobileTeam newAPI.call", color: 6},
      {label: "Web team", query: "file:webappTeam newAPI.call", color: 4}
    ]
  },
  {
    id: "problematic-api-by-team",
    title: "Problematic API by Team",
    kind: "search",
    description: "Calls of an interface that makes trouble, one line a team, told apart by folder.",
    scope: "repo:.*",
    searches: [
      {label: "Mobile team", query: "problemAPI file:teamOneDirectory", color: 6},
      {label: "Web team", query: "problemAPI file:teamTwoDirectory", color: 4}
    ]
  },
  {
    id: "data-fetching-gql",
    title: "Data fetching from GraphQL",
    kind: "search",
    description: "Three ways to ask GraphQL: a plain request, a client call, a hook.",
    scope: "repo:.*",
    searches: [
      {label: "requestGraphQL", query: "patternType:regexp requestGraphQL(\\(|<[^>]*>\\()", color: 4},
      {label: "Direct query/mutate calls", query: "patternType:regexp (query|mutate)GraphQL(\\(|<[^>]*>\\()", color: 6},
      {label: "Hooks", query: "patternType:regexp use(Query|Mutation|Connection|LazyQuery)(\\(|<[^>]*>\\()", color: 2}
    ]
  }
];

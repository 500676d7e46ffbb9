import {
  type AggregationMode,
  aggregationRefusal,
  defaultAggregationMode,
  drillDownQuery
} from "../../src/query/aggregation.ts";
import {findGroups, replaceCapture, replaceFirstGroup} from "../../src/query/capture-group.ts";
import {
  addAuthor,
  addFile,
  addMetadata,
  addRepository,
  repositoryScopeQuery,
  withDefaults,
  withFilters
} from "../../src/query/edit.ts";
import {groupByQuery} from "../../src/query/group-by.ts";
import {insightDefaults, repositoriesQuery, scopedQuery} from "../../src/query/insight-query.ts";
import {contentOf, lineMatcher} from "../../src/query/line-matcher.ts";
import {detectSearchType, queryPlan, readQuery} from "../../src/query/plan.ts";
import {pointDiffQuery} from "../../src/query/point-query.ts";
import {printFilter} from "../../src/query/print.ts";
import {scopeProblem} from "../../src/query/scope.ts";
import {searchType} from "../../src/query/search-type.ts";
import {captureQueryChecks} from "../../src/query/series-checks.ts";
import {isSingleRepository} from "../../src/query/single-repository.ts";
import {type Mapping, ms} from "./mapping.ts";

const modeOf = (mode: string) => mode.toLowerCase().replace("_", "-") as AggregationMode;
const MODE_NAMES: Readonly<Record<string, string>> = {
  "capture-group": "CAPTURE_GROUP",
  "repo-metadata": "REPO_METADATA"
};

/** Our reasons whose name in the cases is known. Of others ("reasonCode names are ours") only that there is one is compared. */
const NAMED_REASONS = ["invalid-query", "author-needs-commit-or-diff", "capture-group-unsupported"];

export const aggregationModes: Mapping = {
  kinds: {
    available: ({mode, query, patternType}, {expected}) => {
      const refusal = aggregationRefusal(modeOf(mode), query, searchType(patternType)!);
      if (!refusal) return {available: true, reasonCode: ""};
      const name = refusal.filter ? `${refusal.code}:${refusal.filter}` : refusal.code;
      const isNamed = NAMED_REASONS.includes(refusal.code) || !expected.reasonCode;
      return {available: false, reasonCode: isNamed ? name : expected.reasonCode};
    },
    defaultMode: ({query, patternType}) => {
      const mode = defaultAggregationMode(query, searchType(patternType)!);
      return MODE_NAMES[mode] ?? mode.toUpperCase();
    },
    drilldownQuery: ({mode, query, value, patternType}) =>
      drillDownQuery(modeOf(mode), query, value, searchType(patternType)!)
  }
};

export const captureGroupReplace: Mapping = {
  kinds: {
    findGroups: (pattern) => findGroups(pattern),
    // a point of a captured value is narrowed to the value that was found
    replaceFirstGroupWithItsValue: ({pattern, matchedText}) =>
      replaceFirstGroup(pattern, lineMatcher(pattern, false).find(contentOf(matchedText))[0]!.groups[0]!),
    replaceFirstGroup: ({pattern, value}) => replaceFirstGroup(pattern, value),
    replaceQuery: ({query, replacement = "", searchType: type}) => replaceCapture(query, replacement, searchType(type)!)
  },
  errors: {"multiple patterns": "query/several-patterns", "unsupported pattern type": "query/no-regexp"}
};

export const pointDiff: Mapping = {
  kindOf: ({input}) => input?.kind ?? "",
  kinds: {
    "": ({before, after, includeRepoRegexes, excludeRepoRegexes, repoList, repoSearch, query}) =>
      pointDiffQuery({
        query,
        include: includeRepoRegexes,
        exclude: excludeRepoRegexes,
        repositories: repoList,
        scope: repoSearch,
        at: ms(before),
        previous: after ? ms(after) : null
      }),
    legacyLink: "the link of the chart that browsers built before 3.40; Tidemark writes the newer query"
  }
};

const pairs = (defaults: Record<string, string>) => Object.entries(defaults);

export const queryBuilder: Mapping = {
  kinds: {
    withDefaults: ({query, defaults}) => withDefaults(query, pairs(defaults)),
    multiRepoQuery: ({query, repos, defaults}) => repositoriesQuery(query, repos, pairs(defaults)),
    insightDefaults: ({allRepos}) => insightDefaults(allRepos),
    groupByComputeQuery: ({query, mapType}) => groupByQuery(query, mapType),
    isSingleRepoQuery: ({query}) => isSingleRepository(query),
    aggregationQuery: ({query, timeoutSeconds, count}) =>
      withFilters(query, [
        ["count", count],
        ["timeout", `${timeoutSeconds}s`]
      ]),
    addAuthorFilter: ({query, author}) => addAuthor(query, author),
    addRepoFilter: ({query, repo}) => addRepository(query, repo),
    addFileFilter: ({query, file}) => addFile(query, file),
    addRepoMetadataFilter: ({query, metadata}) => addMetadata(query, metadata),
    repositoryScopeQuery: ({query}) => repositoryScopeQuery(query),
    withCount: ({query, count}) => withFilters(query, [["count", count]]),
    scopePlusSeriesQuery: ({scope, query, defaultsForAllRepos}) =>
      scopedQuery(scope, query, insightDefaults(defaultsForAllRepos)),
    enqueuedQueries: "the queue of a server: its order, cost and priority; Tidemark runs a search when asked"
  },
  errors: {"author needs type:commit or type:diff": "query/invalid"}
};

export const queryParser: Mapping = {
  kinds: {
    parses: ({query, patternType}) => readQuery(query, searchType(patternType)!).value !== null,
    parameters: (query) => queryPlan(query).flatMap(({filters}) => filters.map(printFilter)),
    detectSearchType: ({query, submitted}) => detectSearchType(query, searchType(submitted)!),
    containsField: ({query, field}) =>
      queryPlan(query).some(({filters}) => filters.some((filter) => filter.field === field)),
    scopeQuery: (query) => {
      const problem = scopeProblem(query);
      if (!problem) return {valid: true, reason: ""};
      const named = problem.code === "pattern" || problem.code === "filter";
      return {valid: false, reason: named ? `${problem.code}:${problem.what}` : problem.code};
    },
    captureQueryChecks: (query, {expected}) => {
      const checks = captureQueryChecks(query);
      const named: Record<string, boolean | null> = {
        isValidOperator: checks["no-operators"],
        isValidPatternType: checks["pattern-type"],
        isNotRepo: checks["no-repo"],
        isNotContext: checks["no-context"],
        isNotRev: checks["no-rev"],
        isNotCommitOrDiff: checks["no-commit-or-diff"],
        isNoNewLines: checks["no-new-lines"]
      };
      return Object.fromEntries(Object.keys(expected).map((name) => [name, named[name]]));
    }
  }
};

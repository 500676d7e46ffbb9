import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Go code checker”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const goChecks: readonly InsightTemplate[] = [
  {
    id: "go-static-check-sa6005",
    title: "[quickfix] - Inefficient string comparison with strings.ToLower or strings.ToUpper",
    kind: "search",
    description: "Strings made lower case only to compare them, beside the comparison that needs no copy.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "SA6005",
        query:
          "if strings.ToLower(:[1]) == strings.ToLower(:[2]) or if strings.ToUpper(:[1]) == strings.ToUpper(:[2]) or if strings.ToLower(:[1]) != strings.ToLower(:[2]) or if strings.ToUpper(:[1]) != strings.ToUpper(:[2]) patternType:structural archived:no",
        color: 4
      },
      {
        label: "SA6005 - fixed",
        query:
          "if strings.EqualFold(:[1], :[2]) or if !strings.EqualFold(:[1], :[2]) or if strings.EqualFold(:[1], :[2]) or if !strings.EqualFold(:[1], :[2]) patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1002",
    title: "[quickfix] - Omit comparison with boolean constant",
    kind: "search",
    description: "Conditions that compare with true or false instead of standing by themselves.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1002", query: "if :[1:e] == false or if :[1:e] == true patternType:structural archived:no", color: 4}
    ]
  },
  {
    id: "go-static-check-s1003",
    title: "Replace call to strings.Index with strings.Contains",
    insightTitle: "[quickfix] - Replace call to strings.Index with strings.Contains",
    kind: "search",
    description: "Searches for an index that only ask whether something is contained.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1003",
        query:
          "strings.Index(:[1], :[2]) < 0  or strings.Index(:[1], :[2]) == -1 or strings.Index(:[1], :[2]) != -1 or strings.Index(:[1], :[2]) >= 0 or strings.Index(:[1], :[2]) > -1 or strings.IndexAny(:[1], :[2]) < 0 or strings.IndexAny(:[1], :[2]) == -1 or strings.IndexAny(:[1], :[2]) != -1 or strings.IndexAny(:[1], :[2]) >= 0 or strings.IndexAny(:[1], :[2]) > -1 or strings.IndexRune(:[1], :[2]) < 0 or strings.IndexRune(:[1], :[2]) == -1 or strings.IndexRune(:[1], :[2]) != -1 or strings.IndexRune(:[1], :[2]) >= 0 or strings.IndexRune(:[1], :[2]) > -1 patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1003 - fixed",
        query:
          "strings.ContainsRune(:[1], :[2]) or strings.ContainsRune(:[1], :[2]) or strings.ContainsRune(:[1], :[2]) or !strings.ContainsRune(:[1], :[2]) or !strings.ContainsRune(:[1], :[2]) or strings.ContainsAny(:[1], :[2]) or strings.ContainsAny(:[1], :[2]) or strings.ContainsAny(:[1], :[2]) or !strings.ContainsAny(:[1], :[2]) or !strings.ContainsAny(:[1], :[2]) or strings.Contains(:[1], :[2]) or !strings.Contains(:[1], :[2]) or !strings.Contains(:[1], :[2]) patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1004",
    title: "[quickfix] - Replace call to bytes.Compare with bytes.Equal",
    kind: "search",
    description: "Comparisons of bytes that only ask for equality.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1004",
        query: "bytes.Compare(:[1], :[2]) != 0 or bytes.Compare(:[1], :[2]) == 0 patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1004 - fixed",
        query: "!bytes.Equal(:[1], :[2]) or bytes.Equal(:[1], :[2]) patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1005",
    title: "[quickfix] - Drop unnecessary use of the blank identifier",
    kind: "search",
    description: "Blank identifiers that a range loop does not need.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1005",
        query:
          "for :[1:e], :[~_] := range or for :[1:e], :[~_] = range or for :[~_] = range or for :[~_], :[~_] = range patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1005 - fixed",
        query: "for range or for :[1] := range or for :[1] = range patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1006",
    title: "[quickfix] - Use for { ... } for infinite loops",
    kind: "search",
    description: "Endless loops written with a condition that is always true.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1006", query: "for true {:[x]} patternType:structural archived:no", color: 4},
      {label: "S1006 - fixed", query: "for {:[x]} patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1010",
    title: "[quickfix] - Omit default slice index",
    kind: "search",
    description: "Slices that name their own length as their end.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S10010", query: ":[s.][:len(:[s])] patternType:structural archived:no", color: 4},
      {label: "S1010 - fixed", query: ":[s.][:] patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1012",
    title: "[quickfix] - Replace time.Now().Sub(x) with time.Since(x)",
    kind: "search",
    description: "Time differences to now, written the long way.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S10012", query: "time.Now().Sub(:[x]) patternType:structural archived:no", color: 4},
      {label: "S1012 - fixed", query: "time.Since(:[x]) patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1019",
    title: "[quickfix] - Simplify make call by omitting redundant arguments",
    kind: "search",
    description: "Calls of make with an argument that says nothing new.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S10019",
        query:
          "make(chan int, 0) or make(map[:[[1]]]:[[1]], 0) or make(:[1], :[2], :[2]) patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1019 - fixed",
        query: "make(chan int) or make(map[:[[1]]]:[[1]]) or make(:[1], :[2]) patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1020",
    title: "[quickfix] - Omit redundant nil check in type assertion",
    kind: "search",
    description: "Checks for nil that a type assertion has made already.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1020",
        query:
          "if :[_.], ok := :[i.].(:[T]); :[i.] != nil && ok {:[body]} or if :[_.], ok := :[i.].(:[T]); ok && :[i.] != nil {:[body]} or if :[i.] != nil {  if :[_.], ok := :[i.].(:[T]); ok {:[body]}} patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1020 - fixed",
        query: "if :[_.], ok := :[i.].(:[T]); ok {:[body]} patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1023",
    title: "[quickfix] - Omit redundant control flow",
    kind: "search",
    description: "A return at the end of a function that ends there anyway.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1023",
        query: "func() {:[body] return } or func :[fn.](:[args]) {:[body] return } patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1023 - fixed",
        query: "func() {:[body]} or func :[fn.](:[args]) {:[body]} patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1024",
    title: "[quickfix] - Replace x.Sub(time.Now()) with time.Until(x)",
    kind: "search",
    description: "Time left until a moment, written as a subtraction.",
    caution: "As published, the second search looks for functions of any kind; write your own before you trust it.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1024", query: ":[x.].Sub(time.Now()) patternType:structural archived:no", color: 4},
      {
        label: "S1024 - fixed",
        query: "func() {:[body]} or func :[fn.](:[args]) {:[body]} patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1025",
    title: '[quickfix] - Don’t use fmt.Sprintf("%s", x) unnecessarily',
    kind: "search",
    description: "Formatting of a value that is a string already.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1025", query: 'fmt.Println("%s", ":[s]") patternType:structural archived:no', color: 4},
      {label: "S1025 - fixed", query: 'fmt.Println(":[s]") patternType:structural archived:no', color: 3}
    ]
  },
  {
    id: "go-static-check-s1028",
    title: "[quickfix] - Simplify error construction with fmt.Errorf",
    kind: "search",
    description: "Errors made of a formatted string in two steps.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1028", query: "errors.New(fmt.Sprintf(:[1])) patternType:structural archived:no", color: 4},
      {label: "S1028 - fixed", query: "fmt.Errorf(:[1]) patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1029",
    title: "[quickfix] - Range over the string directly",
    kind: "search",
    description: "Loops over a string that first copy it to runes.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1029", query: "for :[~_], :[r.] := range []rune(:[s.]) patternType:structural archived:no", color: 4},
      {label: "S1029 - fixed", query: "for _, :[r] := range :[s] patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1032",
    title: "[quickfix] - Use sort.Ints(x), sort.Float64s(x), and sort.Strings(x)",
    kind: "search",
    description: "Sorting of numbers and strings with its ready-made functions.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1032",
        query: "sort.Float64s(:[1]) or sort.Strings(:[1]) or sort.Ints(:[1]) patternType:structural archived:no",
        color: 4
      }
    ]
  },
  {
    id: "go-static-check-s1035",
    title: "[quickfix] - Redundant call to net/http.CanonicalHeaderKey in method call on net/http.Header",
    kind: "search",
    description: "Header names put into canonical form where the call does it itself.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1035",
        query:
          "headers.Set(http.CanonicalHeaderKey(:[1])) or headers.Get(http.CanonicalHeaderKey(:[1])) or headers.Del(http.CanonicalHeaderKey(:[1])) or headers.Add(http.CanonicalHeaderKey(:[1]), :[1]) patternType:structural archived:no",
        color: 4
      },
      {
        label: "S1035 - fixed",
        query:
          "headers.Set(:[1]) or headers.Get(:[1]) or headers.Del(:[1]) or headers.Add(:[1], :[1]) patternType:structural archived:no",
        color: 3
      }
    ]
  },
  {
    id: "go-static-check-s1037",
    title: "[quickfix] - Redundant call to net/http.CanonicalHeaderKey in method call on net/http.Header",
    kind: "search",
    description: "Waiting by a channel where a sleep is meant.",
    caution: "As published, the first search is that of S1035; write your own before you trust it.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {
        label: "S1035",
        query:
          "headers.Set(http.CanonicalHeaderKey(:[1])) or headers.Get(http.CanonicalHeaderKey(:[1])) or headers.Del(http.CanonicalHeaderKey(:[1])) or headers.Add(http.CanonicalHeaderKey(:[1]), :[1]) patternType:structural archived:no",
        color: 4
      },
      {label: "S1037 - fixed", query: "time.Sleep(:[t]) patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1038",
    title: "[quickfix] - Unnecessarily complex way of printing formatted string",
    kind: "search",
    description: "Printing in two steps what one call prints.",
    caution: "As published, both searches are those of S1037; write your own before you trust them.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1038", query: "select {\tcase <-time.After(:[t]):} patternType:structural archived:no", color: 4},
      {label: "S1038 - fixed", query: "time.Sleep(:[t]) patternType:structural archived:no", color: 3}
    ]
  },
  {
    id: "go-static-check-s1039",
    title: "[quickfix] - Unnecessary use of fmt.Sprint",
    insightTitle: "[quickfix] Unnecessary use of fmt.Sprint",
    kind: "search",
    description: "Formatting of a plain string that needs none.",
    caution: "As published, the second search finds any text in quotes; write your own before you trust it.",
    scope: "repo:has.file(path:\\.go$)",
    searches: [
      {label: "S1039", query: 'fmt.Sprintf("%s", ":[s]") patternType:structural archived:no', color: 4},
      {label: "S1025 - fixed", query: '":[s]" patternType:structural archived:no', color: 3}
    ]
  }
];

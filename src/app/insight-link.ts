/** The address of one insight's own page. */
export function insightHash(notebook: string, id: string): string {
  return `#/insight/${encodeURIComponent(notebook)}/${encodeURIComponent(id)}`;
}

/** The address of a notebook as a dashboard. */
export function dashboardHash(notebook: string): string {
  return `#/insights/${encodeURIComponent(notebook)}`;
}

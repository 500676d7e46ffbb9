/** A new notebook is called by its heading, until its title is changed by hand. */
import {withFrontMatter} from "./front-matter-edit.ts";
import {type Notebook, parseNotebook} from "./notebook.ts";

/** The title that a new notebook has. */
export const NEW_TITLE = "Untitled";

/** The text with the front matter's title made that of the first heading, when it was the one of a new notebook before. */
export function withHeadingTitle(before: Notebook, text: string): string {
  if (before.frontMatter.title !== NEW_TITLE) return text;
  const after = parseNotebook(text);
  const heading = after.cells
    .filter(({kind}) => kind === "markdown")
    .flatMap(({body}) => /^#[ \t]+(.+?)[ \t#]*$/m.exec(body)?.[1] ?? [])[0];
  // what is formatted or computed is no plain title
  if (!heading || heading === NEW_TITLE || /[*_`[\]<>$\\]/.test(heading) || after.frontMatter.title !== NEW_TITLE)
    return text;
  return withFrontMatter(after, {title: heading});
}

/** What searches of rules have in common. In them white space is written `\s`: a space parts two expressions, with anything between. */

/** Not what others wrote, and not what was built. */
export const OWN = "-file:(^|/)(?:node_modules|vendor|third_party|dist)/|\\.min\\.[cm]?js$";

/** What stands before the name of a JavaScript module that is used: `from "`, `import("`, `require('`. */
export const IMPORTED = "(?:\\b(?:from|import)\\b\\s*\\(?|\\brequire\\()\\s*['\"]";

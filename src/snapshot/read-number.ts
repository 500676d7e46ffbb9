/** The sign between a number's whole and its fraction. */
export type Decimal = "." | ",";

/** A count, an empty cell (`empty`), or why the cell is no count. */
export type NumberReading =
  | {readonly value: number}
  | {readonly empty: true}
  | {readonly error: "no-number" | "negative" | "too-large"};

const PLAIN = /^\+?\d{1,400}(?:\.\d{0,400})?(?:[eE][+-]?\d{1,3})?$/;
const GROUPED = /^\+?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * A count as people and tools write it: 1234, 1e3, 1,234, 1 234, 1'234, 1.234,50 (decimal comma). Whole numbers beyond
 * 2^53 are refused: a double would change them.
 */
export function readNumber(text: string, decimal: Decimal): NumberReading {
  const given = text.trim();
  if (given === "") return {empty: true};
  if (given.length > 400) return {error: "no-number"};
  let plain = given.replace(/(\d)[ '\u2019\u00a0\u2009\u202f](?=\d{3})/g, "$1");
  if (decimal === ",") plain = plain.replace(/[.,]/g, (sign) => (sign === "." ? "," : "."));
  const isNegative = /^[-\u2212]/.test(plain);
  if (isNegative) plain = plain.slice(1);
  if (GROUPED.test(plain)) plain = plain.replaceAll(",", "");
  if (!PLAIN.test(plain)) return {error: "no-number"};
  const value = Number(plain);
  if (isNegative && value !== 0) return {error: "negative"};
  return value > Number.MAX_SAFE_INTEGER ? {error: "too-large"} : {value};
}

/** The decimal sign that most of a column's numbers show; undefined when all of them can be read either way. */
export function decimalOf(texts: Iterable<string>): Decimal | undefined {
  let commas = 0;
  let points = 0;
  for (const text of texts) {
    const sign = decimalIn(text.trim());
    if (sign === ",") commas++;
    else if (sign === ".") points++;
  }
  return commas > points ? "," : points > commas ? "." : undefined;
}

function decimalIn(text: string): Decimal | undefined {
  if (!/^[+-]?[\d.,' \u2019\u00a0\u2009\u202f]+$/.test(text)) return undefined;
  const [comma, point] = [text.lastIndexOf(","), text.lastIndexOf(".")];
  if (comma < 0 && point < 0) return undefined;
  const sign = comma > point ? "," : ".";
  if (comma >= 0 && point >= 0) return sign;
  if (text.indexOf(sign) !== text.lastIndexOf(sign)) return sign === "," ? "." : ","; // one that repeats groups thousands
  return /^[+-]?\d{1,3}[.,]\d{3}$/.test(text) ? undefined : sign;
}

/** What is wrong with a number, as a sentence after the word that is none. */
export function numberProblem(error: "no-number" | "negative" | "too-large"): string {
  switch (error) {
    case "no-number":
      return "is no number";
    case "negative":
      return "is negative, and counts are not";
    case "too-large":
      return "is too large to be kept exactly (over 2^53)";
  }
}

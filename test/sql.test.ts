import {describe, expect, it} from "vitest";
import {sql, sqlLiteral, sqlText} from "../src/sql.ts";

const textOf = (statement: ReturnType<typeof sql>) =>
  sqlText(statement, (index) => sqlLiteral(statement.values[index]!));

describe("a list in sql", () => {
  it("holds codes as INTEGER, so that a column of codes stays one when it is compared", () => {
    expect(textOf(sql`sid IN ${[3, 0, -1]}`)).toBe("sid IN (3, 0, -1)");
    expect(textOf(sql`sid = ${{integer: 7}}`)).toBe("sid = 7");
  });

  it("leaves other numbers DOUBLE, and says NULL for nothing", () => {
    expect(textOf(sql`x IN ${[0.5, 2 ** 31]}`)).toBe("x IN ('0.5'::DOUBLE, 2147483648::DOUBLE)");
    expect(textOf(sql`x IN ${[]} AND y = ${2}`)).toBe("x IN (NULL) AND y = 2::DOUBLE");
  });
});

/**
 * Columns of numbers, instants, booleans or text, all of the same length: what crosses every boundary of the project
 * (importer → store → engine → cell → page). Survives structuredClone. Text is kept once: `codes[i]` points into `words`.
 */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

export type ColumnType = "number" | "time" | "boolean" | "text";
export type Column = NumberColumn | TextColumn;

/** Numbers; instants as epoch ms UTC; booleans as 0 and 1. NaN is null. */
export interface NumberColumn {
  readonly name: string;
  readonly type: "number" | "time" | "boolean";
  readonly values: Float64Array;
}

/** Text by code; code −1 is null. */
export interface TextColumn {
  readonly name: string;
  readonly type: "text";
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

export type Cell = string | number | boolean | null;

/** The value of a column in a row; instants stay epoch ms. */
export function cellOf(column: Column, row: number): Cell {
  if (column.type === "text") return column.words[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  return column.type === "boolean" ? value === 1 : value;
}

/** The column of that name, or undefined. */
export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The numbers of a column that must be there. @throws RangeError when it is missing or holds text. */
export function numbersOf(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (!column || column.type === "text") throw new RangeError(`no number column ${name}`);
  return column.values;
}

/** The text column that must be there. @throws RangeError when it is missing or holds numbers. */
export function textOf(table: Table, name: string): TextColumn {
  const column = findColumn(table, name);
  if (column?.type !== "text") throw new RangeError(`no text column ${name}`);
  return column;
}

/** Rows as records, for results of a few thousand rows; instants stay epoch ms. */
export function recordsOf(table: Table): Record<string, Cell>[] {
  return Array.from({length: table.rows}, (_, row) =>
    Object.fromEntries(table.columns.map((column) => [column.name, cellOf(column, row)]))
  );
}

/** The given rows, in the given order. Loops: V8's TypedArray.from calls back for every value, six times as slow. */
export function takeRows(table: Table, order: Uint32Array): Table {
  const rows = order.length;
  return {
    rows,
    columns: table.columns.map((column): Column => {
      if (column.type === "text") {
        const codes = new Int32Array(rows);
        if (!column.words.length) codes.fill(-1);
        else for (let row = 0; row < rows; row++) codes[row] = column.codes[order[row]!]!;
        return {...column, codes};
      }
      const values = new Float64Array(rows);
      for (let row = 0; row < rows; row++) values[row] = column.values[order[row]!]!;
      return {...column, values};
    })
  };
}

/** A table without the words that none of its rows has. */
export function takenWords(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map((column): Column => {
      if (column.type !== "text") return column;
      const words: string[] = [];
      const places = new Int32Array(column.words.length).fill(-1);
      const codes = column.codes.map((code) => {
        if (code < 0) return code;
        if (places[code]! < 0) places[code] = words.push(column.words[code]!) - 1;
        return places[code]!;
      });
      return {...column, codes, words};
    })
  };
}

/** A column of text from an array; null stays null. */
export function textColumn(name: string, values: readonly (string | null)[]): TextColumn {
  const words = interner();
  return {
    name,
    type: "text",
    codes: Int32Array.from(values, (value) => (value === null ? -1 : words.code(value))),
    words: words.words
  };
}

/** A column of numbers, instants or booleans. */
export function numberColumn(
  name: string,
  values: Float64Array | readonly number[],
  type: NumberColumn["type"] = "number"
): NumberColumn {
  return {name, type, values: values instanceof Float64Array ? values : Float64Array.from(values)};
}

/** Gives each distinct word a code, counting from 0 in order of first sight. */
export function interner(words: string[] = []): {readonly words: string[]; code(word: string): number} {
  const codes = new Map(words.map((word, code) => [word, code]));
  return {
    words,
    code(word) {
      const known = codes.get(word);
      if (known !== undefined) return known;
      codes.set(word, words.length);
      return words.push(word) - 1;
    }
  };
}

/** Collects rows into columns. Absent members are null. */
export interface TableBuilder<Name extends string> {
  readonly rows: number;
  push(row: {readonly [name in Name]?: Cell}): void;
  build(): Table;
}

/** A builder of a table with the given columns, in that order. */
export function tableBuilder<Name extends string>(types: Readonly<Record<Name, ColumnType>>): TableBuilder<Name> {
  let rows = 0;
  let room = 1024;
  const names = Object.keys(types) as Name[];
  const columns = names.map((name) =>
    types[name] === "text"
      ? {text: true as const, data: new Int32Array(room), words: interner()}
      : {text: false as const, data: new Float64Array(room)}
  );
  return {
    get rows() {
      return rows;
    },
    push(row) {
      if (rows === room) {
        room *= 2;
        for (const column of columns) {
          const data = column.text ? new Int32Array(room) : new Float64Array(room);
          data.set(column.data);
          column.data = data;
        }
      }
      for (let i = 0; i < names.length; i++) {
        const value = row[names[i]!];
        const column = columns[i]!;
        if (column.text)
          column.data[rows] = value === null || value === undefined ? -1 : column.words.code(String(value));
        else column.data[rows] = value === null || value === undefined ? Number.NaN : Number(value);
      }
      rows++;
    },
    build: () => ({
      rows,
      columns: names.map((name, i): Column => {
        const column = columns[i]!;
        return column.text
          ? {name, type: "text", codes: column.data.slice(0, rows) as Int32Array, words: column.words.words}
          : {name, type: types[name] as NumberColumn["type"], values: column.data.slice(0, rows) as Float64Array};
      })
    })
  };
}

/** The buffers of a table, to be transferred rather than copied. */
export function buffersOf(table: Table): ArrayBuffer[] {
  return table.columns.map((column) => (column.type === "text" ? column.codes : column.values).buffer as ArrayBuffer);
}

/** The bytes that a table takes in memory: eight a number, four a code, two a character of each distinct text. */
export function bytesOf(table: Table): number {
  return table.columns.reduce(
    (sum, column) =>
      sum +
      (column.type === "text"
        ? column.codes.byteLength + column.words.reduce((length, word) => length + 2 * word.length, 0)
        : column.values.byteLength),
    0
  );
}

/** fast-check: the same cases in every run, others with `SEED=N` or `SEED=random` in the environment. */
import {configureGlobal} from "fast-check";

const {SEED = "20261125"} = process.env;
configureGlobal({seed: SEED === "random" ? Date.now() : Number(SEED)});

export * from "fast-check";

/** The realm of JavaScript cells: a worker whose only way out is a message to the frame that started it. */
import {createEvaluator} from "../src/notebook/js/evaluator.ts";
import type {ToRealm} from "../src/notebook/js/wire.ts";

const evaluator = createEvaluator((message) => postMessage(message));
addEventListener("message", ({data}: MessageEvent<ToRealm>) => evaluator.receive(data));

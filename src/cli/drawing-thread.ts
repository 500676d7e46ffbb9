/** The thread's side of drawing.ts: draws what it is asked. */
import {parentPort} from "node:worker_threads";
import {draw} from "../chart/draw.ts";
import {isTidemarkError, messageOf} from "../error.ts";
import type {DrawingAnswer, DrawingAsked} from "./drawing.ts";

const port = parentPort!;

port.on("message", (asked: DrawingAsked) => {
  if (asked === null) port.close();
  else void answer(asked).then((told) => port.postMessage(told));
});

async function answer({call, spec}: NonNullable<DrawingAsked>): Promise<DrawingAnswer> {
  try {
    return {call, drawing: await draw(spec)};
  } catch (error) {
    return {
      call,
      error: {
        code: isTidemarkError(error) ? error.code : "chart/spec",
        message: messageOf(error),
        details: isTidemarkError(error) ? {...error.details} : {}
      }
    };
  }
}

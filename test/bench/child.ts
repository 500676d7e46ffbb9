import {answerJobs} from "./jobs.ts";

answerJobs();

/** The first screen: per insight the number, where it goes, what drove it, how far its goal is, and its watch rules. */
import {type Html, html} from "../html.ts";
import {boundSign} from "../insight/stated-value.ts";
import {readableChange, readableValue, SHARE, unitWords, valueWithUnit} from "../insight/unit.ts";
import type {InsightFacts} from "./facts.ts";
import {factSentences, signedPercent} from "./sentence.ts";
import {watchList, watchWords} from "./watch-list.ts";

/** The summary of all insights; every sentence is a link to its figure. `numbers` are those of the figures by anchor. */
export function summary(facts: readonly InsightFacts[], numbers: ReadonlyMap<string, number>): Html | null {
  if (!facts.length) return null;
  const rules = watchWords(facts.flatMap(({watch}) => watch));
  const fires = facts.some(({watch}) => watch.some(({state}) => state === "fires"));
  return html`<section class="summary" aria-label="Summary"><h2>In short</h2>${rules ? html`<p class="${fires ? "rules fires" : "rules"}">${rules}</p>` : null}<ol class="answers">${facts.map((one) => answer(one, numbers.get(one.anchor)))}</ol></section>
`;
}

function answer(facts: InsightFacts, number: number | undefined): Html {
  const to = `#fig-${facts.anchor}`;
  const sentences = factSentences(facts);
  return html`<li><div class="number">${bigNumber(facts)}</div><div class="says"><h3><a href="${to}">${facts.result.title}</a>${number ? html` <a class="rank" href="${to}">Figure ${number}</a>` : null}</h3><p>${sentences.map(
    ({text, about}, i) =>
      html`${i ? " " : null}<a class="${about === "completeness" ? "more" : about}" href="${to}">${text}</a>`
  )}</p>${watchList(facts.watch)}</div></li>
`;
}

function bigNumber({headline, series, result, projection: goal}: InsightFacts): Html {
  if (!headline) return html`<strong>–</strong><span class="unit">unknown</span>`;
  const projection = goal?.label === headline.label ? goal : null;
  const {last, lastStatus, label, change, share, certain, firstAt, lastAt} = headline;
  const unit = series.length > 1 ? label : unitOf(last, result.unit);
  const good = projection && change !== 0 ? change > 0 === (projection.direction === "up") : null;
  const tone = good === null ? "delta" : good ? "delta good" : "delta bad";
  const moved =
    !certain || firstAt === lastAt ? null : change === 0 ? "unchanged" : deltaText(change, share, result.unit);
  return html`<strong>${boundSign(lastStatus)}${readableValue(last, result.unit)}</strong><span class="unit">${unit}</span>${moved ? html`<span class="${tone}">${moved}</span>` : null}`;
}

function deltaText(change: number, share: number | null, unit: string): Html {
  const words = change > 0 ? "up" : "down";
  const part = share === null || unit === SHARE ? null : html` <small>${signedPercent(share)}</small>`;
  return html`<span aria-hidden="true">${change > 0 ? "▲" : "▼"}</span><span class="sr">${words}</span> ${readableChange(Math.abs(change), unit).slice(1)}${part}`;
}

/** The unit as it stands below a number; of a share the number says it. */
function unitOf(value: number, unit: string): string {
  return unit === SHARE
    ? ""
    : valueWithUnit(value, unit).slice(readableValue(value, unit).length).trim() || unitWords(unit);
}

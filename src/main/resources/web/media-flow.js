// How the media of a call flow, from one second's statistics to the next. Pure.

/** A stage that takes items in but gives none out for this long waits for something. */
const WAITING_MILLIS = 2500;

const LEVELS = ['info', 'warning', 'error'];

/** Remembers the last statistics, and since when stages wait. */
export class Flow {
  #before = null;
  #flowed = new Map(); // by track and stage: when it last gave something out

  /**
   * What is to be drawn: `{ tracks, stream, outputs, general }`. Rates are items (or bits) a second,
   * null before two statistics are known.
   */
  next(statistics) {
    const time = Date.parse(statistics.at);
    const seconds = this.#before === null ? 0 : (time - Date.parse(this.#before.at)) / 1000;
    const findings = statistics.findings ?? [];
    const flow = {
      tracks: (statistics.path ?? []).map((path) => this.#track(statistics, path, { time, seconds })),
      stream: { viewers: statistics.viewers ?? null, recording: statistics.recording ?? null },
      outputs: statistics.outputs.map((output) => outputOf(output, findings)),
      general: findings.filter(({ where }) => !this.#hasPlace(statistics, where)),
    };
    if (seconds > 0 || this.#before === null) this.#before = statistics;
    return flow;
  }

  #hasPlace({ path, outputs }, where) {
    return (path ?? []).some(({ track }) => track === where) || outputs.some(({ id }) => where === `output:${id}`);
  }

  #track(statistics, { track, source, stages }, moment) {
    const numbers = statistics[track] ?? null;
    const found = (statistics.findings ?? []).filter(({ where }) => where === track);
    const old = this.#before?.path?.find((path) => path.track === track)?.stages ?? [];
    const first = stages[0];
    const entered = first ? rate(first.in, old.find(({ stage }) => stage === first.stage)?.in, moment.seconds) : null;
    return {
      track,
      source,
      codec: numbers?.codec ?? null,
      bitRate: numbers?.bitRate ?? null,
      packetRate: entered,
      level: worst(found),
      findings: found,
      stages: stages.map((stage) => this.#stage(track, stage, old.find((one) => one.stage === stage.stage), found, moment)),
    };
  }

  #stage(track, now, before, findings, { time, seconds }) {
    const inRate = rate(now.in, before?.in, seconds);
    const outRate = rate(now.out, before?.out, seconds);
    const dropRate = rate(now.dropped, before?.dropped, seconds);
    const key = `${track} ${now.stage}`;
    if (!this.#flowed.has(key) || outRate > 0 || !(inRate > 0)) this.#flowed.set(key, time);
    const waiting = time - this.#flowed.get(key) >= WAITING_MILLIS;
    const own = findings.filter(({ stage }) => stage === now.stage);
    return {
      ...now,
      inRate,
      outRate,
      dropRate,
      state: dropRate > 0 ? 'losing' : waiting ? 'waiting' : outRate > 0 ? 'flowing' : 'still',
      level: worst(own),
    };
  }
}

/** Null until both are known; a counter that began anew counts from 0. */
function rate(now, before, seconds) {
  if (before === undefined || !(seconds > 0)) return null;
  return Math.max(0, now >= before ? now - before : now) / seconds;
}

function outputOf(output, findings) {
  const own = findings.filter(({ where }) => where === `output:${output.id}`);
  return { ...output, level: worst(own), findings: own };
}

/** The worst level of some findings; null when there is none. */
export function worst(findings) {
  const levels = findings.map(({ level }) => LEVELS.indexOf(level));
  return levels.length === 0 ? null : LEVELS[Math.max(0, ...levels)];
}

/** What is wrong anywhere, for one line above the picture. */
export function troubles(flow) {
  const stages = flow.tracks.flatMap(({ track, stages: all }) => all
    .filter(({ state }) => state === 'losing' || state === 'waiting')
    .map(({ stage, state }) => ({ track, stage, state })));
  const moving = flow.tracks.some(({ packetRate }) => packetRate > 0);
  return { stages, moving, known: flow.tracks.some(({ packetRate }) => packetRate !== null) };
}

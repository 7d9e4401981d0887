// How the media of a call flow, from one second's statistics to the next. Pure.

/** Losses are counted over this many seconds, so that what is said of them can be read. */
const LOSS_SAMPLES = 3;

/** A stage that takes items in but gives none out for this long waits for something. */
const WAITING_MILLIS = 2500;

/** These shut on purpose: what they drop meanwhile is no loss of theirs. */
const GATES = new Set(['hold', 'gate']);

const LEVELS = ['info', 'warning', 'error'];

/** Remembers the last statistics, and when each stage gave something out last. */
export class Flow {
  #recent = []; // the last statistics, oldest first
  #flowed = new Map();

  /**
   * What is to be drawn: `{ tracks, outputs, general }`. Rates are items, or bits, a second; null
   * before two statistics are known.
   */
  next(statistics) {
    const time = Date.parse(statistics.at);
    while (this.#recent.length > 0 && Date.parse(this.#recent.at(-1).at) >= time) this.#recent.pop();
    const findings = statistics.findings ?? [];
    const outputs = statistics.outputs ?? [];
    const flow = {
      tracks: (statistics.path ?? []).map((path) => this.#track(statistics, path, time)),
      outputs: outputs.map((output) => withFindings(output, findings, `output:${output.id}`)),
      general: findings.filter(({ where }) => !hasPlace(statistics, where)),
    };
    this.#recent.push(statistics);
    if (this.#recent.length > LOSS_SAMPLES) this.#recent.shift();
    return flow;
  }

  #track(statistics, { track, source, stages }, time) {
    const numbers = statistics[track] ?? null;
    const found = (statistics.findings ?? []).filter(({ where }) => where === track);
    const drawn = stages.map((stage) => this.#stage(track, stage, found, time));
    const lost = this.#rate(numbers?.lost, (old) => old[track]?.lost, time, true);
    return {
      track,
      source,
      codec: numbers?.codec ?? null,
      bitRate: numbers?.bitRate ?? null,
      lost: numbers?.lost ?? 0,
      lostRate: lost,
      state: lost > 0 ? 'losing' : drawn[0]?.inRate > 0 ? 'flowing' : 'still',
      level: worst(found.filter(({ stage }) => stage === null)),
      packetRate: drawn[0]?.inRate ?? null,
      outRate: drawn.at(-1)?.outRate ?? null,
      filledRate: this.#rate(numbers?.filledMs, (old) => old[track]?.filledMs, time, true),
      findings: found,
      stages: drawn,
    };
  }

  #stage(track, stage, findings, time) {
    const of = (counter) => (old) => stageOf(old, track, stage.stage)?.[counter];
    const inRate = this.#rate(stage.in, of('in'), time);
    const outRate = this.#rate(stage.out, of('out'), time);
    const dropRate = this.#rate(stage.dropped, of('dropped'), time, true);
    const flowing = this.#flows(`${track} ${stage.stage}`, inRate, outRate, time);
    return {
      ...stage,
      inRate,
      outRate,
      dropRate,
      state: stateOf(stage.stage, { inRate, outRate, dropRate, flowing }),
      level: worst(findings.filter((one) => one.stage === stage.stage)),
    };
  }

  #flows(key, inRate, outRate, time) {
    if (!this.#flowed.has(key) || outRate > 0 || !(inRate > 0)) this.#flowed.set(key, time);
    return time - this.#flowed.get(key) < WAITING_MILLIS;
  }

  /** Of a counter since the last statistics, or since some more of them. */
  #rate(now, read, time, longer = false) {
    const old = this.#recent.at(longer ? 0 : -1);
    const before = old && read(old);
    if (before === undefined || before === null || now === undefined || now === null) return null;
    const counted = now >= before ? now - before : now; // or it began anew
    return counted / ((time - Date.parse(old.at)) / 1000);
  }
}

function stageOf(statistics, track, name) {
  return statistics.path?.find((path) => path.track === track)?.stages.find(({ stage }) => stage === name);
}

function stateOf(name, { inRate, outRate, dropRate, flowing }) {
  if (GATES.has(name) && dropRate > 0 && !(outRate > 0)) return 'waiting';
  if (dropRate > 0) return 'losing';
  if (!flowing) return 'waiting';
  return outRate > 0 || inRate > 0 ? 'flowing' : 'still';
}

function hasPlace({ path, outputs }, where) {
  return (path ?? []).some(({ track }) => track === where) || (outputs ?? []).some(({ id }) => where === `output:${id}`);
}

function withFindings(output, findings, place) {
  const own = findings.filter(({ where }) => where === place);
  return { ...output, level: worst(own), findings: own };
}

/** The worst level of some findings; null when there is none. */
export function worst(findings) {
  const levels = findings.map(({ level }) => LEVELS.indexOf(level));
  return levels.length === 0 ? null : LEVELS[Math.max(0, ...levels)];
}

/** Where each track loses, and the first place where it waits. */
export function troubles(flow) {
  return flow.tracks.flatMap(({ track, state, stages }) => {
    const waiting = stages.find((stage) => stage.state === 'waiting');
    return [
      ...(state === 'losing' ? [{ track, stage: null, state }] : []),
      ...stages.filter((stage) => stage.state === 'losing' || stage === waiting)
        .map((stage) => ({ track, stage: stage.stage, state: stage.state })),
    ];
  });
}

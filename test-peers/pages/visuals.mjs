// The components of the call page: with a real call's answers, then with made ones that show more.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hostile, history, many, statistics, threePeers } from './visuals-data.mjs';

const AXE = new URL('../node_modules/axe-core/axe.min.js', import.meta.url);
const PARTS = ['thumbnail', 'meter', 'media-path', 'charts', 'ladder'];

export default async function visuals(browser, callId) {
  browser.tolerate(/status of 404/); // a picture before the first key frame
  const page = await browser.open('/');
  await prepare(page);
  await real(browser, page, callId);
  await ladder(page);
  await fewChanges(page);
  await harmless(page);
  await mediaPath(page);
  await charts(page);
  await meter(page);
  await looks(browser, page);
}

/** What is unseen, or turns the text around, is shown by its number. */
function visible(text) {
  return text.replace(/[\u0000-\u0008\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (one) => `\u27e8U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`);
}

/** What the arrow of a message has to say, from what the API says. */
function wordsOf({ summary, method, status, message, retransmission }) {
  const [first, ...rest] = summary.split(' ');
  const label = status === null ? first : summary.slice(0, -` (${method})`.length);
  const notes = retransmission ? [] : (message.match(/^m=.*$/gm) ?? []).map((line) => line.slice(2).split(' ')[0]);
  return { label: visible(label), about: visible(status === null ? rest.join(' ') : method), notes };
}

/** Puts the components on a page of ours that has nothing else. */
async function prepare(page) {
  await page.goto(`${new URL(page.url()).origin}/player`);
  await page.evaluate(async (parts) => {
    document.body.replaceChildren();
    document.documentElement.lang = 'en';
    for (const href of ['/style.css', '/visuals.css']) {
      const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
      const loaded = new Promise((resolve) => { sheet.onload = resolve; });
      document.head.append(sheet);
      await loaded;
    }
    const main = document.createElement('main');
    main.append(Object.assign(document.createElement('h1'), { textContent: 'Call' }));
    for (const id of parts) {
      const section = Object.assign(document.createElement('section'), { className: 'card' });
      section.append(Object.assign(document.createElement('h2'), { textContent: id }), Object.assign(document.createElement('div'), { id }));
      main.append(section);
    }
    document.body.append(main);
    const [ladderOf, pathOf, chartsOf, meterOf, thumbnailOf] = await Promise.all([
      '/ladder.js', '/media-path.js', '/charts.js', '/meter.js', '/thumbnail.js',
    ].map((one) => import(one)));
    const place = (id) => document.getElementById(id);
    window.made = {
      ladder: () => { window.ladder = ladderOf.createLadder(place('ladder')); },
      path: () => { window.path = pathOf.createMediaPath(place('media-path')); },
      charts: () => { window.charts = chartsOf.createCharts(place('charts')); },
      meter: () => { window.meter = meterOf.createMeter(place('meter')); },
      thumbnail: (callId) => { window.thumbnail = thumbnailOf.createThumbnail(place('thumbnail'), callId); },
    };
  }, PARTS);
}

// --- a real call

async function real(browser, page, callId) {
  const answer = async (path) => {
    const response = await page.request.get(`${browser.base}/api/v1/calls/${encodeURIComponent(callId)}${path}`);
    assert.equal(response.status(), 200, path);
    return response.json();
  };
  const messages = await answer('/sip');
  assert.ok(messages.length >= 3, 'INVITE, answer, ACK');
  await page.evaluate((all) => { made.ladder(); ladder.show(all); }, messages);
  await sameLadder(page, messages);
  await page.evaluate((id) => {
    made.path();
    made.charts();
    made.meter();
    made.thumbnail(id);
  }, callId);
  let last = null;
  for (let second = 0; second < 4; second++) {
    last = await answer('/statistics');
    await page.evaluate((one) => {
      for (const part of [path, charts, meter, thumbnail]) (part.show ?? part.add).call(part, one);
    }, last);
    await page.waitForTimeout(1000);
  }
  await sameLanes(page, last);
  assert.equal(await page.textContent('.path-summary'), 'Everything flows.');
  assert.ok(last.audio.levelDbfs > -60, 'the tone of the demo is heard');
  assert.equal(await page.textContent('.meter-value'), `${last.audio.levelDbfs.toFixed(1).replace('-', '\u2212')} dBFS`);
  await pictureOf(page, last);
  await sameHistory(page, await answer('/history'));
}

/** The picture is there, as wide as the API makes it, says what it is, and is asked for again. */
async function pictureOf(page, { video }) {
  for (let second = 0; second < 20 && (await page.$('#thumbnail img')) === null; second++) {
    await page.waitForTimeout(1000); // the statistics of each second ask again
    await page.evaluate((one) => thumbnail.show({ audio: null, video: one }), video);
  }
  await page.waitForSelector('#thumbnail img');
  const first = await page.evaluate(shownPicture);
  near(100 * (first.width / first.height), 100 * (video.width / video.height), 'the shape of the picture');
  assert.ok(first.width > 0 && first.width <= 480, `${first.width} px wide`);
  assert.equal(first.alt, `The last key frame of the call, ${video.width} by ${video.height}`);
  assert.ok(first.brightness > 40, `black: ${first.brightness}`);
  await page.waitForTimeout(2500); // every two seconds at most
  const again = page.waitForResponse(/\/picture/);
  await page.evaluate((one) => thumbnail.show(one), { audio: null, video: { ...video, keyFrames: video.keyFrames + 1 } });
  assert.ok([200, 304].includes((await again).status()));
  await page.waitForFunction((src) => document.querySelector('#thumbnail img').src !== src, first.src);
}

/** In the page. */
function shownPicture() {
  const image = document.querySelector('#thumbnail img');
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
  const drawing = canvas.getContext('2d');
  drawing.drawImage(image, 0, 0);
  const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, src: image.src, alt: image.alt, brightness: data.reduce((sum, one) => sum + one, -255 * (data.length / 4)) / (data.length * 0.75) };
}

/** As many points as the API has samples with a value. */
async function sameHistory(page, all) {
  assert.ok(all.samples.length >= 3, `${all.samples.length} samples`);
  await page.evaluate((one) => { made.charts(); charts.load(one); }, all);
  await page.waitForFunction(() => document.querySelector('.chart-line').getAttribute('d'));
  const points = await page.$$eval('.chart-line', (lines) => lines.map((line) => (line.getAttribute('d').match(/[ML]/g) ?? []).length));
  const fields = ['audioBitRate', 'videoBitRate', 'outBitRate', 'lost', 'jitterMs', 'skewMs', 'frameRate', 'queueBytes', 'levelDbfs'];
  assert.deepEqual(points, fields.map((field) => all.samples.filter((sample) => sample[field] !== null).length));
}

// --- ladder

/** Each message has its row: in order, with its words, its arrow from and to the right lifelines. */
async function sameLadder(page, messages) {
  const rows = await page.evaluate(drawnRows);
  assert.equal(rows.length, messages.length);
  const peers = [...new Set(messages.map(({ peer }) => peer))];
  const lines = await page.evaluate(() => [...document.querySelectorAll('.ladder-lines i')].map((one) => one.getBoundingClientRect().left));
  const heads = await page.evaluate(() => [...document.querySelectorAll('.ladder-head strong')].map((one) => one.textContent));
  assert.deepEqual(heads, ['Sipcast', ...peers.map(visible)]);
  assert.equal(lines.length, peers.length + 1);
  rows.forEach((row, index) => {
    const message = messages[index];
    const { label, about, notes } = wordsOf(message);
    assert.deepEqual([row.label, row.about], [label, about], `row ${index}`);
    assert.ok(row.spoken.startsWith(message.direction), row.spoken);
    assert.ok(row.spoken.includes(visible(message.peer)), row.spoken);
    assert.deepEqual(row.notes.map((note) => note.split(' ')[0]), notes);
    assert.equal(row.at, message.at);
    const there = lines[peers.indexOf(message.peer) + 1];
    near(row.left, lines[0], `row ${index} begins at our lifeline`);
    near(row.right, there, `row ${index} ends at ${message.peer}`);
    near(row.tip, message.direction === 'sent' ? there : lines[0], `row ${index} points the right way`);
    if (index > 0) assert.ok(row.top >= rows[index - 1].bottom - 1, `row ${index} is below the one before`);
  });
}

function near(one, other, what) {
  assert.ok(Math.abs(one - other) <= 3, `${what}: ${one}, not ${other}`);
}

/** In the page. */
function drawnRows() {
  return [...document.querySelectorAll('.ladder-row')].map((row) => {
    const box = row.getBoundingClientRect();
    const shaft = row.querySelector('.ladder-shaft > line').getBoundingClientRect();
    const tip = row.querySelector('.ladder-shaft path').getBoundingClientRect();
    const middle = (tip.left + tip.right) / 2;
    const toRight = middle > (shaft.left + shaft.right) / 2;
    return {
      label: row.querySelector('.ladder-label b').textContent,
      about: row.querySelector('.ladder-label > span').textContent,
      notes: [...row.querySelectorAll('.ladder-note')].map((note) => note.textContent),
      spoken: row.getAttribute('aria-label'),
      at: row.querySelector('time').dateTime,
      classes: [...row.classList],
      left: shaft.left,
      right: shaft.right,
      tip: toRight ? tip.right : tip.left,
      top: box.top,
      bottom: box.bottom,
    };
  });
}

async function ladder(page) {
  await page.evaluate((all) => { made.ladder(); ladder.show(all); ladder.mark({ everyMs: 1000, samples: [{ at: '2026-03-01T19:00:06.200Z', audioBitRate: 64000, videoBitRate: null }] }); }, threePeers);
  await sameLadder(page, threePeers);
  const rows = await page.evaluate(drawnRows);
  const kinds = rows.map(({ classes }) => classes.find((one) => /^(request|provisional|success|redirect|challenge|failure)$/.test(one)));
  assert.deepEqual(kinds, threePeers.map(({ status }) => (status === null ? 'request' : status < 200 ? 'provisional'
    : status < 300 ? 'success' : status < 400 ? 'redirect' : status === 401 || status === 407 ? 'challenge' : 'failure')));
  assert.deepEqual(rows.map(({ classes }) => classes.includes('repeated')), threePeers.map(({ retransmission }) => retransmission));
  assert.equal(rows[13].spoken, `received 200 OK to INVITE from [2001:db8::25]:5060, 5.2 s, audio PCMU sendonly, video refused`);
  const between = await page.$$eval('.ladder-between', (all) => all.map((one) => one.textContent));
  assert.equal(between.length, 4);
  assert.deepEqual([between[0], between[2], between[3]], ['4.5 s without a message', '7 messages left out', '1 min 15 s without a message']);
  assert.match(between[1], /Sound arrives$/);
  await keyboard(page);
}

async function keyboard(page) {
  await page.focus('.ladder-row');
  assert.equal(await page.$$eval('.ladder-row[tabindex="0"]', (all) => all.length), 1);
  for (const key of ['End', 'ArrowUp', 'Home', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  assert.equal(await focused(page), 2);
  await page.keyboard.press('Enter');
  await opened(page, 2);
  assert.equal(await page.evaluate(() => document.activeElement.className), 'message-title');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 2);
  assert.equal(await page.isVisible('.ladder-message'), false);

  await page.click('.ladder-row >> nth=13');
  await opened(page, 13);
  await page.keyboard.press('ArrowDown');
  await opened(page, 14);
  await page.click('text=Previous');
  await opened(page, 13);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.click('.ladder-message >> text=Copy');
  await page.waitForSelector('text=Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), threePeers[13].message);
  await page.click('text=Close');
  assert.equal(await focused(page), 13);
}

function focused(page) {
  return page.evaluate(() => [...document.querySelectorAll('.ladder-row')].indexOf(document.activeElement));
}

async function opened(page, index) {
  const shown = await page.$eval('.message-text', (text) => [...text.querySelectorAll('pre')].map((one) => one.textContent).join('\n'));
  assert.equal(shown.trimEnd(), visible(threePeers[index].message).replaceAll('\r\n', '\n').trimEnd());
  assert.equal(await page.$$eval('.ladder-row', (all) => all.findIndex((one) => one.getAttribute('aria-current') === 'true')), index);
}

/** Hundreds of messages: what is there is not made again, and keeps focus and place. */
async function fewChanges(page) {
  const all = many(300);
  await page.evaluate((some) => { made.ladder(); ladder.show(some); }, all.slice(0, 280));
  await page.focus('.ladder-row');
  for (let i = 0; i < 5; i++) await page.keyboard.press('PageDown');
  const result = await page.evaluate(async ([some, more]) => {
    const scroller = document.querySelector('.ladder-scroll');
    const before = { top: scroller.scrollTop, focus: document.activeElement };
    const changes = [];
    const observer = new MutationObserver((list) => changes.push(...list));
    observer.observe(document.getElementById('ladder'), { childList: true, subtree: true, attributes: true, characterData: true });
    ladder.show(structuredClone(some));
    const idle = observer.takeRecords().length + changes.length;
    ladder.show(structuredClone(more));
    const added = observer.takeRecords().flatMap((one) => [...one.addedNodes]).filter((one) => one.nodeName === 'LI').length;
    return { idle, added, kept: document.activeElement === before.focus, moved: scroller.scrollTop - before.top, top: before.top };
  }, [all.slice(0, 280), all]);
  assert.deepEqual({ ...result, top: result.top > 0 }, { idle: 0, added: 20, kept: true, moved: 0, top: true });
  await sameLadder(page, all);
}

async function harmless(page) {
  await page.evaluate((all) => { made.ladder(); ladder.show(all); }, hostile);
  for (const index of hostile.keys()) {
    await page.click(`.ladder-row >> nth=${index}`);
    const shown = await page.$eval('.message-text', (text) => text.textContent);
    assert.ok(!/[\u202e\u0000]/.test(shown));
  }
  await sameLadder(page, hostile);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  assert.equal(await page.$$eval('#ladder :is(img, script, svg svg svg, [onload])', (all) => all.length), 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
}

// --- media path

async function mediaPath(page) {
  const seconds = [1, 2, 3, 4, 5, 6].map((second) => statistics(second, { trouble: true }));
  const last = seconds.at(-1);
  await page.evaluate((all) => { made.path(); all.forEach((one) => path.show(one)); }, seconds);
  const lanes = await sameLanes(page, last);
  assert.deepEqual(lanes[0].rates, Array(5).fill('50/s'));
  assert.deepEqual(lanes[1].rates, ['125/s', '125/s', '125/s', '22/s', '22/s', '0/s']);
  assert.deepEqual(lanes[1].stages.map(([, state]) => state), ['flowing', 'flowing', 'losing', 'flowing', 'waiting', 'still']);
  assert.equal(await page.textContent('.path-summary'), 'Picture loses packets on the way to us. Picture is losing at “Assemble”. Picture waits at “Key frame”.');
  const found = await page.$$eval('#media-path .finding', (all) => all.map((one) => one.textContent));
  for (const { text } of last.findings) assert.ok(found.some((one) => one.endsWith(text)), text);
  assert.equal(found.length, last.findings.length);
  const outputs = await page.$$eval('.output', (all) => all.map((one) => one.textContent));
  last.outputs.forEach(({ url, reason }, index) => assert.ok(outputs[index].includes(url) && outputs[index].includes(reason), outputs[index]));
  await explained(page);
  const calm = [7, 8, 9, 10, 11, 12].map((second) => statistics(second));
  await page.evaluate((all) => { made.path(); all.forEach((one) => path.show(one)); }, calm);
  assert.equal(await page.textContent('.path-summary'), 'Everything flows.');
}

/** Every stage of the API has its box, with its counters. */
async function sameLanes(page, { path }) {
  const lanes = await page.$$eval('.lane', (all) => all.map((lane) => ({
    track: lane.dataset.track,
    stages: [...lane.querySelectorAll('.stage')].map((one) => [one.getAttribute('aria-label'), one.dataset.state]),
    rates: [...lane.querySelectorAll('.step[data-stage] .edge')].map((one) => one.textContent),
    findings: [...lane.querySelectorAll('.finding')].map((one) => one.textContent),
  })));
  assert.deepEqual(lanes.map(({ track }) => track), path.map(({ track }) => track));
  lanes.forEach((lane, index) => {
    const { stages } = path[index];
    assert.equal(lane.stages.length, stages.length);
    stages.forEach((stage, place) => {
      const counters = `${count(stage.in)} in, ${count(stage.out)} out, ${count(stage.dropped)} dropped`;
      assert.ok(lane.stages[place][0].endsWith(counters), `${lane.stages[place][0]}: not ${counters}`);
    });
  });
  return lanes;
}

function count(value) {
  return value.toLocaleString('en');
}

async function explained(page) {
  await page.focus('[data-stage=depacketize] button');
  const id = await page.getAttribute('[data-stage=depacketize] button', 'aria-describedby');
  assert.match(await page.textContent(`#${id}`), /Puts whole pictures together/);
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('.tip'), false);
  await page.hover('[data-stage=gate] button');
  assert.match(await page.textContent('.tip'), /Lets pictures through from a key frame on/);
}

// --- charts

async function charts(page) {
  const made = history(300);
  const one = statistics(1);
  await page.evaluate(([all, first, next]) => {
    window.made.charts();
    charts.load(all);
    charts.add(first);
    charts.add(next);
  }, [made, statistics(0), one]);
  const latest = { 'picture in': '1.40 Mbit/s', 'sound in': '64 kbit/s', out: '3.04 Mbit/s' };
  await page.waitForFunction((text) => document.querySelector('.chart-legend').textContent.includes(text), latest.out);
  const legend = await page.textContent('.chart-legend');
  for (const [name, value] of Object.entries(latest)) assert.ok(legend.includes(`${name} ${value}`), legend);
  await page.waitForFunction(() => document.querySelector('.chart-line').getAttribute('d'));
  await page.waitForTimeout(1200); // charts are drawn once a second
  for (const [index, measure, range] of [[4, 'jitterMs', 'up'], [5, 'skewMs', 'both'], [6, 'frameRate', 'up'], [8, 'levelDbfs', 'level']]) {
    await sameLine(page, index, made.samples, measure, range);
  }
  await crosshair(page, made.samples);
  await gap(page);
}

/** The drawn line, read back to numbers by the scale that is written beside it, is what was given. */
async function sameLine(page, index, samples, measure, range) {
  const { d, top } = await page.evaluate((line) => {
    const path = document.querySelectorAll('.chart-line')[line];
    return { d: path.getAttribute('d'), top: path.closest('.chart').querySelector('.chart-top').textContent };
  }, index);
  const max = Number.parseFloat(top.replace(/[^\d.]/g, ''));
  const value = (y) => ({ up: max * (1 - y / 100), both: max * (1 - y / 50), level: -60 * (y / 100) })[range];
  const span = range === 'level' ? 60 : max;
  const drawn = [...d.matchAll(/[ML](\S+) (\S+?)(?=[MLh]|$)/g)].map(([, , y]) => value(Number(y)));
  const wanted = samples.slice(0, -1).map((one) => one[measure]).filter((one) => one !== null);
  assert.equal(drawn.length, wanted.length + 2, `${measure}: and those of two seconds`);
  wanted.forEach((expected, at) => {
    assert.ok(Math.abs(drawn[at] - expected) <= span / 4000, `${measure} ${at}: ${drawn[at]}, not ${expected}`);
  });
}

/** The keys move through the samples; what is said of one is what was given. */
async function crosshair(page, samples) {
  await page.focus('.chart-plot >> nth=4');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  for (const [key, back] of [['ArrowLeft', 3], ['PageDown', 33], ['ArrowRight', 32]]) {
    await page.keyboard.press(key);
    const sample = samples.at(-back);
    const text = await page.getAttribute('.chart-plot >> nth=4', 'aria-valuetext');
    assert.ok(text.endsWith(`Frame rate ${sample.frameRate} fps`), `${text}: not ${sample.frameRate}`);
    const shown = await page.textContent('.chart >> nth=0 >> .chart-legend');
    const rate = sample.videoBitRate >= 1e6 ? `${(sample.videoBitRate / 1e6).toFixed(2)} Mbit/s` : `${Math.round(sample.videoBitRate / 1e3)} kbit/s`;
    assert.ok(shown.includes(`picture in ${rate}`), `${shown}: not ${rate}`);
  }
  await page.keyboard.press('Escape');
  assert.match(await page.textContent('.charts-moment'), /^Latest/);
}

/** Where nothing is known, nothing is drawn. */
async function gap(page) {
  const pieces = await page.$$eval('.chart-line', (all) => all.map((one) => one.getAttribute('d').split('M').length - 1));
  assert.equal(pieces[6], 2, 'the frame rate has a hole');
  const box = await page.locator('.chart-plot >> nth=4').boundingBox();
  await page.mouse.move(box.x + box.width * (107.5 / 300), box.y + box.height / 2);
  assert.match(await page.textContent('.chart >> nth=4 >> .chart-legend'), /^–$/);
  await page.mouse.move(0, 0);
}

// --- meter

async function meter(page) {
  const quiet = (second, levelDbfs, peakDbfs) => {
    const made = statistics(second);
    return { ...made, audio: { ...made.audio, levelDbfs, peakDbfs } };
  };
  const show = (...all) => page.evaluate((some) => some.forEach((one) => meter.show(one)), all);
  await page.evaluate(() => made.meter());
  await show(quiet(1, -20, -9));
  assert.equal(await page.getAttribute('[role=meter]', 'aria-valuenow'), '-20');
  assert.equal(await page.getAttribute('[role=meter]', 'aria-valuetext'), '−20.0 dBFS, peak −9.0 dBFS');
  await show(quiet(2, -30, -25));
  assert.equal(await page.getAttribute('[role=meter]', 'aria-valuenow'), '-20', 'not each second');
  assert.match(await page.textContent('.meter-peak'), /−9/);
  await show(...[3, 4, 5, 6].map((second) => quiet(second, -99, -99)));
  assert.equal(await page.textContent('.meter-state'), 'silence');
  await show(quiet(7, -6, 0));
  assert.equal(await page.textContent('.meter-state'), 'clipping');
}

// --- how it looks, and what axe says

async function looks(browser, page) {
  const axe = await readFile(AXE, 'utf8');
  await page.evaluate(([messages, all, numbers]) => {
    made.ladder();
    made.charts();
    made.path();
    made.meter();
    ladder.show(messages);
    charts.load(all);
    for (const one of numbers) {
      path.show(one);
      charts.add(one);
      meter.show(one);
    }
  }, [threePeers, history(300), [1, 2, 3, 4, 5, 6].map((second) => statistics(second, { trouble: true }))]);
  await page.click('.ladder-row >> nth=13');
  await page.evaluate(axe);
  for (const [name, colorScheme, width, height] of [['light', 'light', 1280, 900], ['dark', 'dark', 1280, 900], ['phone', 'dark', 360, 740], ['wall', 'light', 2560, 1440]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(300); // transitions
    await page.screenshot({ path: `${browser.screenshots}/visuals-${name}.png`, fullPage: true });
    const { violations } = await page.evaluate(() => axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`), []);
    const wide = await page.evaluate(() => [...document.querySelectorAll('main *')]
      .filter((one) => !one.closest('.ladder-scroll, .unseen, .chart-summary') && one.getBoundingClientRect().right > innerWidth)
      .map((one) => one.outerHTML.slice(0, 100)));
    assert.deepEqual(wide, [], `${name}: too wide`);
  }
}

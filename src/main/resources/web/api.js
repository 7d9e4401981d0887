// The interactive documentation: Swagger UI with the document of this server.

import { fillIn, say, texts } from './texts.js';
import { get } from './server.js';

const DOCUMENT = '/api/v1/openapi.json';

/** Names that the library leaves out, by what they belong to. */
const NAMES = {
  '.copy-to-clipboard button': 'apiCopy',
  '.body-param textarea': 'apiBody',
  '.examples-select-element': 'apiExample',
  '.content-type': 'apiType',
  '.operation-filter-input': 'apiFilter',
  '.parameters select, .parameters input': 'apiValue',
};

fillIn();
const message = document.getElementById('message');
const logIn = document.getElementById('log-in');

function show() {
  SwaggerUIBundle({
    url: DOCUMENT,
    domNode: documentation,
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    validatorUrl: null,
    withCredentials: true,
    onComplete: () => { message.hidden = true; },
  });
}

/** For the keyboard and for screen readers. */
function complete(root) {
  for (const [selector, words] of Object.entries(NAMES)) {
    for (const element of root.querySelectorAll(`:is(${selector}):not([aria-label])`)) {
      element.setAttribute('aria-label', texts[words]);
    }
  }
  for (const area of root.querySelectorAll('[role=region]:not([data-named])')) {
    area.dataset.named = '';
    area.setAttribute('aria-label', area.id.replaceAll('_', ' '));
  }
  for (const box of root.querySelectorAll(':is(.microlight, .curl, pre):not([tabindex])')) {
    box.tabIndex = 0;
  }
}

/** Offers to log in where that is needed: with the cookie, requests need no key of their own. */
async function offerLogIn() {
  const { json } = await get('/api/v1/session');
  logIn.hidden = !json?.needed || json.loggedIn;
}

logIn.addEventListener('click', async () => {
  try {
    await get('/api/v1/status');
    await offerLogIn();
  } catch {
    // the dialog was closed: it can be opened again
  }
});

const documentation = document.getElementById('documentation');
new MutationObserver(() => complete(documentation)).observe(documentation, { childList: true, subtree: true });
try {
  show();
} catch {
  message.textContent = say('apiFailed');
}
offerLogIn().catch(() => { logIn.hidden = true; });

// The interactive documentation: Swagger UI with the document of this server.

import { fillIn, say } from './texts.js';
import { get } from './server.js';

const DOCUMENT = '/api/v1/openapi.json';

fillIn();
const message = document.getElementById('message');
const logIn = document.getElementById('log-in');

function show() {
  SwaggerUIBundle({
    url: DOCUMENT,
    domNode: document.getElementById('documentation'),
    presets: [SwaggerUIBundle.presets.apis],
    layout: 'BaseLayout',
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    deepLinking: true,
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    validatorUrl: null,
    withCredentials: true,
    onComplete: () => { message.hidden = true; },
  });
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

try {
  show();
} catch {
  message.textContent = say('apiFailed');
}
offerLogIn().catch(() => { logIn.hidden = true; });

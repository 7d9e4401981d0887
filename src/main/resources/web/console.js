// The console: starts calls, and shows all that is live.

import { callPage } from './call-words.js';
import { createCallForm } from './call-form.js';
import { createLists } from './calls.js';
import { showConnection } from './connection.js';
import { connect } from './events.js';
import { showOverload } from './overload.js';
import { fillIn } from './texts.js';

fillIn();
createCallForm((callId) => location.assign(callPage(callId)));
const store = connect();
showConnection(store);
showOverload(store);
createLists(store);

// Says above everything else that the node is overloaded and takes nothing new, and why.

import { update } from './dom.js';

export function showOverload(store) {
  const said = document.getElementById('overload');
  const show = () => {
    update(said, { textContent: store.node.message ?? '' });
    update(said, { hidden: !store.node.overload });
  };
  for (const name of ['snapshot', 'node']) store.on(name, show);
}

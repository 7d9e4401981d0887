// The keys of the player. They count while the focus is on the player or nowhere.

/** Calls actions by name: pause, mute, full, picture, statistics, louder(steps), live; and any with each. */
export function listenToKeys(root, actions) {
  const keys = {
    k: actions.pause,
    ' ': actions.pause,
    m: actions.mute,
    f: actions.full,
    p: actions.picture,
    i: actions.statistics,
    ArrowUp: () => actions.louder(1),
    ArrowDown: () => actions.louder(-1),
    ArrowRight: actions.live,
    End: actions.live,
  };
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const action = keys[key.length === 1 ? key.toLowerCase() : key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (target !== document.body && !root.contains(target)) return;
    if (event.repeat && !key.startsWith('Arrow')) return;
    if (key === ' ' && target.closest('button')) return; // presses the button
    if (target.matches('input') && key !== ' ' && key.length > 1) return; // moves the slider
    event.preventDefault();
    action();
    actions.any();
  });
}

// Before anything is drawn, so that a page in the dark does not flash. A file: the policy has no inline scripts.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('spark-theme');
  } catch {
    // A browser that keeps nothing follows the system.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();

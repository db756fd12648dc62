// Runs before the first paint, as a file of its own because the content security policy allows no inline script.
// Order: the shared link, then what was chosen last in this browser, then the system's setting.
(function () {
  var wanted = new URLSearchParams(location.search).get('theme');
  if (wanted !== 'dark' && wanted !== 'light') {
    try {
      wanted = localStorage.getItem('tandem.theme');
    } catch (storageRefused) {
      wanted = null;
    }
  }
  try {
    document.documentElement.classList.toggle('compact', localStorage.getItem('tandem.density') === 'compact');
  } catch (storageRefused) {
    // The page is as wide as usual until the account says otherwise.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();

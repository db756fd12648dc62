// Asks for the files of the page that is opened while those of every page are on their way. The build names them in the tag of this script,
// because the content security policy allows no inline one.
(function () {
  var page = JSON.parse(document.currentScript.dataset.pages).find(function (one) {
    return new RegExp(one[0]).test(location.pathname);
  });
  (page || []).slice(1).forEach(function (file) {
    var link = document.createElement('link');
    link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.href = '/' + file;
    document.head.append(link);
  });
  // The first clock that a page writes takes a slow processor a fifth of a second: now it waits for the network anyhow.
  setTimeout(function () {
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(
      0,
    );
  });
})();

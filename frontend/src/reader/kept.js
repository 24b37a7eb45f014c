// What a reader has opened is kept on the phone, and nothing else: public files, the same for everybody.
// Names that the page and the service worker share.
export const PAGES = "qixin-reader";
export const PICTURES = "qixin-reader-pictures";
// The header of a kept page: since when.
export const KEPT_AT = "X-Qixin-Kept";

export const treeOf = (path) => /^\/(zh|en)\//.exec(path)?.[1];
export const offlinePage = (tree) => `/${tree}/offline.html`;

// Pages of the public site that are files; a column in another site's frame is not read here.
export const isPublicPage = (path) =>
  Boolean(treeOf(path)) && /(\/|[.]html)$/.test(path) && !/\/(embed|offline)[.]html$/.test(path);

// At the address of what was withdrawn stands a page that no search engine shall keep either.
export const isNotice = (text) => text.includes('<meta name="robots" content="noindex">');

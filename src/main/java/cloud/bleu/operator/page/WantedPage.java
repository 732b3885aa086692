package cloud.bleu.operator.page;

import cloud.bleu.report.page.PageAccess;

/**
 * What decides which page a reader gets: readers with equal values get the same page.
 *
 * @param access what they may list
 */
record WantedPage(PageAccess access, PageLanguage language) {}

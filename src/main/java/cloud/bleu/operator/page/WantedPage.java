package cloud.bleu.operator.page;

import cloud.bleu.report.page.PageAccess;

/**
 * What two readers have in common who are sent the same page.
 *
 * @param access what they may list
 */
record WantedPage(PageAccess access, PageLanguage language) {}

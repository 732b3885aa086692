package cloud.bleu.operator.page;

import cloud.bleu.report.page.PageAccess;

/** What is known of the sender of a token. */
sealed interface AccessAnswer {

  /** The API server knows the user, and says what the user may list. */
  record Granted(String user, PageAccess access) implements AccessAnswer {}

  /** The API server knows the user, who may list workloads in no namespace that has one. */
  record Refused(String user) implements AccessAnswer {}

  /** The API server knows no user of this token, or none for its own audience. */
  record Unknown() implements AccessAnswer {}

  /** Nothing is known, so nothing is shown; why, for who asks. */
  record Unanswered(String why) implements AccessAnswer {}
}

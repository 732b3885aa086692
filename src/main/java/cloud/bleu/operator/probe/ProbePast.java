package cloud.bleu.operator.probe;

/**
 * What is known of a probe before this process has asked it.
 *
 * @param answered whether the same question was answered once, so that a miss tells of a change
 * @param failed whether it was not answered, or its zone was silent: then it takes as many answers
 *     in a row as its threshold says
 * @param asked whether it was let through to be asked once
 */
record ProbePast(boolean answered, boolean failed, boolean asked) {

  static final ProbePast UNKNOWN = new ProbePast(false, false, false);

  /** A copy for a probe that comes in place of one that fails. */
  ProbePast afterFailure(boolean before) {
    return new ProbePast(answered, failed || before, asked || before);
  }
}

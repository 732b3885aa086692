package cloud.bleu.operator.probe;

/**
 * The result of one question.
 *
 * @param reason UpperCamelCase: a word of ours, never one of whoever answers
 */
record ProbeOutcome(Kind kind, String reason) {

  /** What it says of the zone. */
  enum Kind {
    /** It was answered as asked for. */
    ANSWERED,
    /** It was not, which may be because the zone is lost. */
    FAILED,
    /** It was not, for a reason that says nothing of the zone: a name, a certificate. */
    UNCLEAR,
    /** The operator may not ask there. */
    NOT_ALLOWED
  }

  static final ProbeOutcome ANSWERED = new ProbeOutcome(Kind.ANSWERED, "Answered");
  static final ProbeOutcome NOT_ALLOWED = new ProbeOutcome(Kind.NOT_ALLOWED, "NetworkNotAllowed");

  static ProbeOutcome failed(String reason) {
    return new ProbeOutcome(Kind.FAILED, reason);
  }

  static ProbeOutcome unclear(String reason) {
    return new ProbeOutcome(Kind.UNCLEAR, reason);
  }
}
